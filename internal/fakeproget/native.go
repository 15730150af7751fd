package fakeproget

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// method is a stored procedure behind the native API (reference section 18).
// It returns rows, one row, several named sets of rows, a scalar, or nil for
// nothing.
type method struct {
	arguments []string
	call      func(a arguments) (any, error)
}

// arguments are the values of a call: texts from a query, any from JSON.
type arguments map[string]any

func (s *Server) nativeMethods() map[string]method {
	methods := map[string]method{
		"Configuration_GetValue":      {[]string{"Key_Name"}, s.nativeValue},
		"Connectors_GetConnector":     {[]string{"Connector_Id"}, s.nativeConnector},
		"Connectors_GetConnectors":    {[]string{"Feed_Id"}, s.nativeConnectors},
		"FeedRetentionRules_GetRules": {[]string{"Feed_Id"}, s.nativeRules},
		"Feeds_CreateFeed":            {[]string{"Feed_Name", "FeedType_Name"}, s.nativeCreateFeed},
		"Feeds_GetFeed":               {[]string{"Feed_Id", "Feed_Name"}, s.nativeFeed},
		"Feeds_GetFeedConnectors":     {[]string{"Feed_Id", "Feed_Name"}, s.nativeFeedConnectors},
		"Feeds_GetFeeds":              {[]string{"IncludeInactive_Indicator"}, s.nativeFeeds},
		"Licenses_DeleteLicense":      {[]string{"License_Id"}, s.nativeDeleteLicense},
		"Licenses_GetLicenses":        {nil, s.nativeLicenses},
		"Security_GetTasks":           {nil, s.nativeTasks},
		"Users_GetUsers":              {nil, s.nativeUsers},
	}
	for name, result := range s.options.NativeResults {
		methods[name] = method{call: func(arguments) (any, error) { return cloneAny(result), nil }}
	}
	return methods
}

func (s *Server) routeNative() {
	methods := s.nativeMethods()
	run := func(c *call) (answer, error) {
		name := c.PathValue("method")
		m, exists := methods[name]
		if !exists {
			return answer{}, refusal(http.StatusNotFound, `method "%s" not found`, name)
		}
		a, err := s.arguments(c)
		if err != nil {
			return answer{}, err
		}
		for _, argument := range sortedKeys(a) {
			if !slices.Contains(m.arguments, argument) {
				return answer{}, invalid(`method "%s" has no argument "%s"`, name, argument)
			}
		}
		result, err := m.call(a)
		if rows, many := result.([]any); many && s.options.NativeLines {
			return ok(lines(rows)), err
		}
		return ok(result), err
	}
	s.route("GET /api/json/{method}", permission{}, run)
	s.route("POST /api/json/{method}", permission{}, run)
	s.route("GET /api/json", permission{}, func(*call) (answer, error) {
		var page strings.Builder
		page.WriteString("<!DOCTYPE html>\n<html><head><title>Native API</title></head><body><dl>\n")
		for _, name := range sortedKeys(methods) {
			fmt.Fprintf(&page, "<dt>%s</dt><dd>%s</dd>\n", name, strings.Join(methods[name].arguments, ", "))
		}
		page.WriteString("</dl></body></html>\n")
		return ok(html(page.String())), nil
	})
}

// arguments reads a call's arguments from the query of a GET or the JSON of a POST.
func (s *Server) arguments(c *call) (arguments, error) {
	if c.Method == http.MethodPost && len(c.body) > 0 {
		return s.object(c)
	}
	a := arguments{}
	for name, values := range c.URL.Query() {
		if !slices.Contains([]string{"key", "API_Key", "indent"}, name) {
			a[name] = values[0]
		}
	}
	return a, nil
}

// number is an integer argument; none is 0.
func (a arguments) number(name string) (int, error) {
	switch value := a[name].(type) {
	case nil:
		return 0, nil
	case float64:
		if value == float64(int(value)) {
			return int(value), nil
		}
	case string:
		if number, err := strconv.Atoi(value); err == nil {
			return number, nil
		}
	}
	return 0, invalid(`argument "%s" must be an integer`, name)
}

func (a arguments) text(name string) (string, error) {
	if text, isText := a[name].(string); isText || a[name] == nil {
		return text, nil
	}
	return "", invalid(`argument "%s" must be a string`, name)
}

// required is the number of an argument that has to be given.
func (a arguments) required(name string) (int, error) {
	if isUnset(a[name]) {
		return 0, invalid(`argument "%s" is required`, name)
	}
	return a.number(name)
}

func indicator(value any) any {
	switch value {
	case nil:
		return nil
	case true:
		return "Y"
	}
	return "N"
}

// column is an array in one text, with commas between.
func column(value any) any {
	if isUnset(value) {
		return nil
	}
	return strings.Join(textsOf(value), ",")
}

// nativeType is a feed type as the database spells it.
func (s *Server) nativeType(e *entry) string {
	if s.profile.generation > v52 && e.text("feedType") == "universal" {
		return "Universal"
	}
	return pascalType(e.text("feedType"))
}

// nativeUsers are the users, and who is in which group.
func (s *Server) nativeUsers(arguments) (any, error) {
	users, members := []any{}, []any{}
	for _, e := range s.users.table.rows {
		users = append(users, map[string]any{"User_Name": e.text("name"), "Display_Name": e.object["displayName"], "Email_Address": e.object["email"]})
		for _, group := range s.groupsOf(e.text("name")) {
			members = append(members, map[string]any{"User_Name": e.text("name"), "Group_Name": group})
		}
	}
	return map[string]any{"Users": users, "UserGroups": members}, nil
}

func (s *Server) nativeTasks(arguments) (any, error) {
	rows := []any{}
	for _, e := range s.tasks.table.rows {
		rows = append(rows, map[string]any{"Task_Id": e.id, "Task_Name": e.text("name"), "Feed_Scopeable_Indicator": indicator(e.object["feedScoped"])})
	}
	return rows, nil
}

// nativeValue is the row of a setting, or nothing.
func (s *Server) nativeValue(a arguments) (any, error) {
	key, err := a.text("Key_Name")
	if err != nil {
		return nil, err
	}
	e := s.settings.table.find(key)
	if e == nil {
		return nil, nil
	}
	return map[string]any{"Key_Name": e.text("name"), "Value_Text": e.object["value"]}, nil
}
