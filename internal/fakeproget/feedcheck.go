package fakeproget

import "regexp"

var absolutePath = regexp.MustCompile(`^(/|\\\\|[A-Za-z]:[\\/])`)

func checkAbsolute(path string, value any) (any, error) {
	text, ok := value.(string)
	switch {
	case !ok:
		return nil, invalid("%s must be a string", path)
	case text != "" && !absolutePath.MatchString(text):
		return nil, invalid("%s must be an absolute path", path)
	}
	return value, nil
}

// variableName is the rule of reference section 5.7.
var variableName = regexp.MustCompile(`^[A-Za-z]([0-9A-Za-z _-]{0,48}[0-9A-Za-z])?$`)

func checkVariables(path string, value any) (any, error) {
	object, ok := value.(map[string]any)
	if !ok {
		return nil, invalid("%s must be an object of strings", path)
	}
	for _, name := range sortedKeys(object) {
		if !variableName.MatchString(name) {
			return nil, invalid("%s[%s] is not a valid variable name", path, name)
		}
		if _, err := checkText(path+"["+name+"]", object[name]); err != nil {
			return nil, err
		}
	}
	return value, nil
}
