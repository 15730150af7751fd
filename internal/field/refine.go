package field

// Block says that the attribute is a block of the resource, and which property it
// stands for: a block that may repeat is named in the singular, its property in
// the plural. Terraform compares the members of a block one by one and refuses a
// plan with a member that is neither as configured nor, being a value in both, as
// it was. So a plan that means the same as the prior state stays as it is written,
// and only sending nothing shows that it means the same.
func (p *Binding[A, W]) Block(property string) *Binding[A, W] {
	p.block, p.property = true, property
	return p
}

// Property implements Pair.
func (p *Binding[A, W]) Property() string {
	if p.property != "" {
		return p.property
	}
	return Property(p.name)
}

// Present makes an empty value a value like any other: an empty text that is
// not nothing, a block that counts by being there.
func (p *Binding[A, W]) Present() *Binding[A, W] {
	p.empty, p.hidden = never[W], nil
	return p
}
