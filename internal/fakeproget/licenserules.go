package fakeproget

import (
	"slices"
	"strings"
)

// licenseRule is a feed's rule for a license: the one relation behind a feed's
// allowedLicenses and blockedLicenses and a license's allowedFeeds and
// blockedFeeds (reference section 10.1). A feed has one rule for a license at
// most, so the last write wins.
type licenseRule struct {
	feed, license string
	allowed       bool
}

// The properties that show the rules, of a feed and of a license, and whether
// they are those that allow.
var (
	ruleLicenses = map[string]bool{"allowedLicenses": true, "blockedLicenses": false}
	ruleFeeds    = map[string]bool{"allowedFeeds": true, "blockedFeeds": false}
)

func (s *Server) licensesOf(feed string, allowed bool) []any {
	licenses := []any{}
	for _, rule := range s.rules {
		if rule.feed == feed && rule.allowed == allowed {
			licenses = append(licenses, rule.license)
		}
	}
	return licenses
}

func (s *Server) feedsOf(license string, allowed bool) []any {
	feeds := []any{}
	for _, rule := range s.rules {
		if strings.EqualFold(rule.license, license) && rule.allowed == allowed {
			feeds = append(feeds, rule.feed)
		}
	}
	return feeds
}

func (s *Server) setFeedRules(feed string, allowed bool, licenses []string) {
	s.rules = slices.DeleteFunc(s.rules, func(rule licenseRule) bool {
		return rule.feed == feed && (rule.allowed == allowed || containsFold(licenses, rule.license))
	})
	for _, license := range licenses {
		s.rules = append(s.rules, licenseRule{feed, license, allowed})
	}
}

func (s *Server) setLicenseRules(license string, allowed bool, feeds []string) {
	s.rules = slices.DeleteFunc(s.rules, func(rule licenseRule) bool {
		return strings.EqualFold(rule.license, license) && (rule.allowed == allowed || slices.Contains(feeds, rule.feed))
	})
	for _, feed := range feeds {
		s.rules = append(s.rules, licenseRule{feed, license, allowed})
	}
}

// renameFeedInRules follows a feed to its new name, or its end where that is empty.
func (s *Server) renameFeedInRules(before, after string) {
	s.rules = slices.DeleteFunc(s.rules, func(rule licenseRule) bool { return rule.feed == before && after == "" })
	for i := range s.rules {
		if s.rules[i].feed == before {
			s.rules[i].feed = after
		}
	}
}

// checkLicenses refuses rules of a feed that name licenses nobody knows, and
// those that contradict each other.
func (s *Server) checkLicenses(draft map[string]any) error {
	for property := range ruleLicenses {
		names := textsOf(draft[property])
		for i, name := range names {
			license := s.licenses.table.find(name)
			if license == nil {
				return s.missing("license", name)
			}
			names[i] = license.text("code")
		}
		if _, sent := draft[property]; sent {
			draft[property] = anyTexts(names)
		}
	}
	for _, name := range textsOf(draft["allowedLicenses"]) {
		if slices.Contains(textsOf(draft["blockedLicenses"]), name) {
			return invalid("license '%s' cannot be both allowed and blocked", name)
		}
	}
	return nil
}

func containsFold(texts []string, text string) bool {
	return slices.ContainsFunc(texts, func(other string) bool { return strings.EqualFold(other, text) })
}
