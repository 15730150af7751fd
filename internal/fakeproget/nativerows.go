package fakeproget

import (
	"encoding/base64"
	"slices"
)

// nativeConnectors are two sets, as in the oldest document: connectors with the
// feeds that use them, and their filters (reference section 25, F20).
func (s *Server) nativeConnectors(a arguments) (any, error) {
	feed, err := a.number("Feed_Id")
	if err != nil {
		return nil, err
	}
	connectors, filters := []any{}, []any{}
	for _, e := range s.connectors.table.rows {
		for _, feedRow := range s.feedsWith(e, feed) {
			row := map[string]any{
				"Connector_Id": e.id, "Connector_Name": e.text("name"), "Connector_Url": e.text("url"),
				"Feed_Id": feedRow["Feed_Id"], "Feed_Name": feedRow["Feed_Name"],
			}
			connectors = append(connectors, row)
			for i, filter := range e.texts("filters") {
				allow := filter == "" || filter[0] != '!'
				if !allow {
					filter = filter[1:]
				}
				filters = append(filters, map[string]any{
					"Connector_Id": e.id, "Filter_Sequence": i + 1, "Allow_Indicator": indicator(allow), "Rule_Text": filter,
					"Connector_Id1": e.id, "Connector_Name": e.text("name"), "Connector_Url": e.text("url"), "Feed_Id": feedRow["Feed_Id"],
				})
			}
		}
	}
	return map[string]any{"Connectors": connectors, "ConnectorFilters": filters}, nil
}

// feedsWith are the feeds that use a connector, only one of them if its id is
// given; a connector that none uses has one row without a feed.
func (s *Server) feedsWith(connector *entry, id int) []map[string]any {
	var rows []map[string]any
	for _, feed := range s.feeds.table.rows {
		if (id == 0 || id == feed.id) && slices.Contains(feed.texts("connectors"), connector.text("name")) {
			rows = append(rows, map[string]any{"Feed_Id": feed.id, "Feed_Name": feed.text("name")})
		}
	}
	if rows == nil && id == 0 {
		rows = []map[string]any{{"Feed_Id": nil, "Feed_Name": nil}}
	}
	return rows
}

func (s *Server) connectorRow(e *entry) map[string]any {
	row := map[string]any{
		"Connector_Id": e.id, "Connector_Name": e.text("name"), "Connector_Url": e.text("url"), "FeedType_Name": s.nativeType(e),
		"User_Name": e.object["username"], "Password_Bytes": nil, "Timeout_Period": e.object["timeout"], "Filter_Csv": column(e.object["filters"]),
		"IndexUpdated_Date": nil, "Status_Code": nil, "Package_Count": nil, "LastTest_Date": nil,
		"MetadataCache_Minutes": e.object["metadataCacheMinutes"], "MetadataCache_Count": e.object["metadataCacheCount"],
		"MetadataCache_Enabled_Indicator": indicator(e.object["metadataCacheEnabled"]),
	}
	if password := e.text("password"); password != "" && s.options.Secrets == EchoSecrets {
		row["Password_Bytes"] = base64.StdEncoding.EncodeToString([]byte(password))
	}
	return row
}

func (s *Server) nativeConnector(a arguments) (any, error) {
	id, err := a.required("Connector_Id")
	if err != nil {
		return nil, err
	}
	e := s.connectors.table.byID(id)
	if e == nil {
		return nil, nil
	}
	return s.connectorRow(e), nil
}

func (s *Server) feedRow(e *entry) map[string]any {
	return map[string]any{
		"Feed_Id": e.id, "Feed_Name": e.text("name"), "Feed_Description": e.object["description"], "FeedType_Name": s.nativeType(e),
		"Active_Indicator": indicator(e.object["active"]), "Cache_Connectors_Indicator": indicator(e.object["cacheConnectors"]),
		"DropPath_Text": e.object["dropPath"], "FeedPathOverride_Text": e.object["packagesPath"],
		"PackageStoreConfiguration_Xml":  e.object["packageStore"],
		"AllowUnknownLicenses_Indicator": indicator(e.object["allowUnknownLicenses"]),
		"SyncToken_Bytes":                nil, "SyncTarget_Url": nil, "LastSync_Date": nil, "FeedConfiguration_Xml": nil,
	}
}

func (s *Server) nativeFeeds(a arguments) (any, error) {
	inactive, err := a.text("IncludeInactive_Indicator")
	if err != nil {
		return nil, err
	}
	rows := []any{}
	for _, e := range s.feeds.table.rows {
		if inactive == "Y" || e.object["active"] == true {
			rows = append(rows, s.feedRow(e))
		}
	}
	return rows, nil
}

// nativeFeedEntry is the feed that Feed_Id or else Feed_Name names, or nil.
func (s *Server) nativeFeedEntry(a arguments) (*entry, error) {
	if isUnset(a["Feed_Id"]) {
		name, err := a.text("Feed_Name")
		if err == nil && name == "" {
			err = invalid(`argument "Feed_Id" or "Feed_Name" is required`)
		}
		return s.feeds.table.find(name), err
	}
	id, err := a.number("Feed_Id")
	return s.feeds.table.byID(id), err
}

func (s *Server) nativeFeed(a arguments) (any, error) {
	e, err := s.nativeFeedEntry(a)
	if err != nil || e == nil {
		return nil, err
	}
	return s.feedRow(e), nil
}

func (s *Server) nativeFeedConnectors(a arguments) (any, error) {
	e, err := s.nativeFeedEntry(a)
	if err != nil {
		return nil, err
	}
	rows := []any{}
	if e == nil {
		return rows, nil
	}
	for i, name := range e.texts("connectors") {
		connector := s.connectors.table.find(name)
		if connector == nil {
			continue
		}
		row := s.connectorRow(connector)
		row["Feed_Id"], row["Feed_Name"], row["Feed_Active_Indicator"] = e.id, e.text("name"), indicator(e.object["active"])
		row["Sequence_Number"] = i + 1
		rows = append(rows, row)
	}
	return rows, nil
}

func (s *Server) nativeRules(a arguments) (any, error) {
	id, err := a.required("Feed_Id")
	if err != nil {
		return nil, err
	}
	rows := []any{}
	e := s.feeds.table.byID(id)
	if e == nil {
		return rows, nil
	}
	rules, _ := e.object["retentionRules"].([]any)
	for i, element := range rules {
		rule, _ := element.(map[string]any)
		rows = append(rows, map[string]any{
			"Feed_Id": e.id, "Feed_Name": e.text("name"), "FeedType_Name": s.nativeType(e), "Sequence_Number": i + 1,
			"DeletePrereleaseVersions_Indicator": indicator(rule["deletePrereleaseVersions"]), "DeleteCached_Indicator": indicator(rule["deleteCached"]),
			"KeepVersions_Count": rule["keepVersionsCount"], "KeepUsedWithin_Days": rule["keepUsedWithinDays"], "TriggerDownload_Count": rule["triggerDownloadCount"],
			"DeletePackageIds_Csv": column(rule["deletePackageIds"]), "KeepPackageIds_Csv": column(rule["keepPackageIds"]),
			"SizeTrigger_KBytes": rule["sizeTriggerKb"], "SizeExclusive_Indicator": indicator(rule["sizeExclusive"]),
		})
	}
	return rows, nil
}

// nativeCreateFeed makes a feed with defaults and returns its id.
func (s *Server) nativeCreateFeed(a arguments) (any, error) {
	name, err := a.text("Feed_Name")
	if err != nil {
		return nil, err
	}
	feedType, err := a.text("FeedType_Name")
	if err != nil {
		return nil, err
	}
	draft := s.feedDefaults()
	draft["name"], draft["feedType"] = name, feedType
	if err := s.checkName(&s.feeds, nil, draft); err != nil {
		return nil, err
	}
	if err := s.completeFeed(nil, nil, draft); err != nil {
		return nil, err
	}
	return s.keep(&s.feeds, nil, draft).id, nil
}

func (s *Server) nativeLicenses(arguments) (any, error) {
	rows := []any{}
	for _, e := range s.licenses.table.rows {
		rows = append(rows, map[string]any{"License_Id": e.id, "External_Id": e.text("code"), "Title_Text": e.object["title"]})
	}
	return rows, nil
}

// nativeDeleteLicense returns nothing, whether there was a license or not.
func (s *Server) nativeDeleteLicense(a arguments) (any, error) {
	id, err := a.required("License_Id")
	if err != nil {
		return nil, err
	}
	if e := s.licenses.table.byID(id); e != nil {
		s.drop(&s.licenses, e)
	}
	return nil, nil
}
