package proget

// User is a user of ProGet's own directory (reference section 12.2).
type User struct {
	Name        Value[string]   `json:"name,omitzero"` // also the login
	DisplayName Value[string]   `json:"displayName,omitzero"`
	Email       Value[string]   `json:"email,omitzero"`
	Password    Value[string]   `json:"password,omitzero"` // never revealed
	Groups      Value[[]string] `json:"groups,omitzero"`   // changed through groups
}

// Users are the users of ProGet's own directory, addressed by name.
type Users struct{ updatable[User] }

func newUsers(c *Client) *Users {
	a := securityAPI("users", "user", "user", func(u User) string { return u.Name.Or("") }, "name", func(prior, change User) User {
		change.Name = prior.Name // it says which user
		return change
	})
	return &Users{newUpdatable(c, a)}
}
