package fakeproget

import (
	"fmt"
	"maps"
	"math"
	"strings"
)

// maxLong bounds the numbers that JSON in memory keeps exactly.
const maxLong = 1 << 53

// ruleProperties are those of reference section 6.
var ruleProperties = map[string]property{
	"deletePrereleaseVersions":    {check: checkFlag},
	"deleteCached":                {check: checkFlag},
	"keepVersionsCount":           {check: checkCount(math.MaxInt32)},
	"keepUsedWithinDays":          {check: checkCount(math.MaxInt32)},
	"triggerDownloadCount":        {check: checkCount(math.MaxInt32)},
	"keepPackageIds":              {check: checkColumn, set: true},
	"deletePackageIds":            {check: checkColumn, set: true},
	"keepVersions":                {check: checkColumn, set: true},
	"deleteVersions":              {check: checkColumn, set: true},
	"sizeTriggerKb":               {check: checkCount(maxLong)},
	"sizeExclusive":               {check: checkFlag},
	"keepConsumedWithinDays":      {check: checkCount(math.MaxInt32), since: v2023},
	"keepIfActivelyConsumed":      {check: checkFlag, since: v2023},
	"keepPackageUsageRemovedDays": {check: checkCount(math.MaxInt32), since: v2023},
}

// ruleFlags are false where a rule does not say.
var ruleFlags = []string{"deletePrereleaseVersions", "deleteCached", "sizeExclusive", "keepIfActivelyConsumed"}

func checkRetentionRules(path string, value any) (any, error) {
	array, ok := value.([]any)
	if !ok {
		return nil, invalid("%s must be an array of objects", path)
	}
	rules := make([]any, len(array))
	for i, element := range array {
		rule, err := checkMembers(fmt.Sprintf("%s[%d]", path, i), element, ruleProperties)
		if err != nil {
			return nil, err
		}
		for _, name := range ruleFlags {
			if rule[name] == nil {
				rule[name] = false
			}
		}
		// A column that holds nothing is no array.
		maps.DeleteFunc(rule, func(_ string, value any) bool { return value == nil })
		rules[i] = rule
	}
	return rules, nil
}

// checkColumn stores an array of strings the way ProGet does, in one column with
// commas between: values that hold commas do not survive, and no value at all is
// the same as an empty array.
func checkColumn(path string, value any) (any, error) {
	if _, err := checkTexts(path, value); err != nil {
		return nil, err
	}
	column := strings.Join(textsOf(value), ",")
	if column == "" {
		return nil, nil
	}
	return anyTexts(strings.Split(column, ",")), nil
}

// viewRules shows retention rules as the profile does: older servers print what is not set as null.
func (s *Server) viewRules(rules []any) []any {
	for _, element := range rules {
		rule, _ := element.(map[string]any)
		for name, p := range ruleProperties {
			value, set := rule[name]
			switch {
			case !p.known(s.profile.generation):
				delete(rule, name)
			case !set && s.profile.printNulls:
				rule[name] = nil
			}
			if array, isArray := value.([]any); isArray {
				rule[name] = s.ordered(array)
			}
		}
	}
	return rules
}
