package field_test

import (
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

const s3 = `<Inedo.ProGet.Extensions.AWS.PackageStores.S3FileSystem Assembly="AWS"><Properties AccessKey="k" SecretAccessKey="s" BucketName="b" TargetPath="" ReducedRedundancy="False" MakePublic="False" Encrypted="False" RegionEndpoint="us-east-1" CustomServiceUrl="" /></Inedo.ProGet.Extensions.AWS.PackageStores.S3FileSystem>`

func TestCanonicalXML(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		a, b string
		same bool
	}{
		"same":                    {`<A b="1"/>`, `<A b="1"/>`, true},
		"self-closing":            {`<A b="1"/>`, `<A b="1"></A>`, true},
		"order of attributes":     {`<A b="1" c="2"/>`, `<A c="2" b="1"/>`, true},
		"quotes":                  {`<A b='1'/>`, `<A b="1"/>`, true},
		"white space in tags":     {"<A\n\tb = \"1\" />", `<A b="1"/>`, true},
		"white space between":     {"<A>\n  <B/>\n</A>\n", `<A><B/></A>`, true},
		"white space around text": {`<A> x y </A>`, `<A>x y</A>`, true},
		"white space in text":     {`<A>x y</A>`, `<A>xy</A>`, false},
		"comments":                {`<!-- a --><A><!-- b --><B/></A>`, `<A><B/></A>`, true},
		"comment in text":         {`<A>x<!-- b --> y</A>`, `<A>x y</A>`, true},
		"comment joins no words":  {`<A>x <!-- b --> y</A>`, `<A>xy</A>`, false},
		"declaration":             {`<?xml version="1.0"?><A/>`, `<A/>`, true},
		"declaration of .NET":     {`<?xml version="1.0" encoding="utf-16"?><A b="1" c=""/>`, `<A b="1"/>`, true},
		"empty attribute":         {`<A b=""/>`, `<A/>`, true},
		"false attribute":         {`<A b="False" c="false"/>`, `<A/>`, true},
		"true attribute":          {`<A b="True"/>`, `<A/>`, false},
		"zero attribute":          {`<A b="0"/>`, `<A/>`, false},
		"attribute of a space":    {`<A b=" "/>`, `<A/>`, false},
		"entity in an attribute":  {`<A b="&lt;&amp;&quot;&#65;"/>`, `<A b='&#60;&#38;"A'/>`, true},
		"entities in text":        {`<A>&lt;B/&gt;</A>`, `<A>&#60;B/&#62;</A>`, true},
		"markup and its entities": {`<A>&lt;B&gt;&lt;/B&gt;</A>`, `<A><B></B></A>`, false},
		"quote in an attribute":   {`<A b="x&quot; c=&quot;y"/>`, `<A b="x" c="y"/>`, false},
		"character data":          {`<A><![CDATA[<B>]]></A>`, `<A>&lt;B&gt;</A>`, true},
		"line break in a value":   {"<A b=\"x&#10;y\"/>", `<A b="x y"/>`, false},
		"case of a value":         {`<A b="x"/>`, `<A b="X"/>`, false},
		"case of a name":          {`<A/>`, `<a/>`, false},
		"names":                   {`<A/>`, `<B/>`, false},
		"order of elements":       {`<A><B/><C/></A>`, `<A><C/><B/></A>`, false},
		"nesting":                 {`<A><B/><C/></A>`, `<A><B><C/></B></A>`, false},
		"prefix of a name":        {`<x:A xmlns:x="u"/>`, `<A xmlns:x="u"/>`, false},
		"prefix of an attribute":  {`<A xmlns:x="u" x:b="1"/>`, `<A xmlns:x="u" b="1"/>`, false},
		"prefixes in any order":   {`<A xmlns:x="u" x:b="1" b="2"/>`, `<A b="2" x:b="1" xmlns:x="u"/>`, true},
		"namespace declaration":   {`<A xmlns="u"/>`, `<A/>`, false},
		"declared like attribute": {`<A xmlns:b="u"/>`, `<A b="u"/>`, false},
		"ProGet's own form":       {s3, strings.NewReplacer(` TargetPath=""`, "", ` Encrypted="False"`, "", "><", ">\n  <").Replace(s3), true},
		"another secret":          {s3, strings.Replace(s3, `SecretAccessKey="s"`, `SecretAccessKey="t"`, 1), false},

		"no XML":                    {`text`, `text`, true},
		"no XML, white space":       {`text`, ` text`, false},
		"no XML, comment":           {`a<!-- -->b`, `ab`, false},
		"only a comment":            {`<!-- -->`, `<!-- - -->`, false},
		"empty":                     {``, ` `, false},
		"text around":               {`x<A/>`, `x<A></A>`, false},
		"two elements":              {`<A/><A/>`, `<A/> <A/>`, false},
		"unclosed":                  {`<A>`, `<A >`, false},
		"closed only":               {`</A>`, `</A >`, false},
		"wrongly nested":            {`<A><B></A></B>`, `<A><B></A> </B>`, false},
		"unknown entity":            {`<A b="&nope;"/>`, `<A  b="&nope;"/>`, false},
		"attribute without a value": {`<A b/>`, `<A  b/>`, false},
		"attribute twice":           {`<A b="1" b="2"/>`, `<A b="2" b="1"/>`, false},
		"broken in the middle":      {`<A b="1`, `<A  b="1`, false},
		"not UTF-8":                 {"<A b=\"\xff\"/>", "<A  b=\"\xff\"/>", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, b := field.CanonicalXML(c.a), field.CanonicalXML(c.b)
			if (a == b) != c.same {
				t.Errorf("%q and %q become %q and %q", c.a, c.b, a, b)
			}
		})
	}
}

func TestCanonicalXMLForm(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"<?xml version=\"1.0\"?>\n<A  c='2' b=\"&lt;\"  d=''>\n <!-- x --> <x:B/> y &amp; z </A>\n": `<A b="&lt;" c="2"><x:B></x:B>y &amp; z</A>`,
		"<A><B>": "<A><B>",
		" a ":    " a ",
	} {
		if got := field.CanonicalXML(text); got != want {
			t.Errorf("CanonicalXML(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestWellFormedXML(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		s3: true, `<A/>`: true, " <A>x</A>\n": true, `<?xml version="1.0" encoding="utf-16"?><A/>`: true, `<x:A/>`: true,
		``: false, ` `: false, `text`: false, `<A>`: false, `</A>`: false, `<A></B>`: false, `<A/><B/>`: false, `<A/>x`: false, `x<A/>`: false,
		`<A b="1" b="1"/>`: false, `<A b=1/>`: false, `<A>&nope;</A>`: false, `<!-- -->`: false,
	} {
		if err := field.WellFormedXML(text); (err == nil) != want {
			t.Errorf("WellFormedXML(%q) = %v", text, err)
		}
	}
}

func FuzzCanonicalXML(f *testing.F) {
	for _, text := range []string{
		s3, ``, `text`, `<A/>`, `<A b="1" a='2'/>`, `<A><B/> x <C>&lt;</C></A>`, `<x:A xmlns:x="u" x:b="&#10;&quot;" b=""/>`,
		`<?xml version="1.0" encoding="utf-16"?><!-- c --><A>x<!-- d --> y<![CDATA[<z>]]></A>`, `<A>`, `</A>`, `<A/><B/>`, `<A b="1" b="2"/>`, `<:A/>`, `<A :b="1"/>`, "<A>\r\n\u00a0</A>",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := field.CanonicalXML(text)
		if twice := field.CanonicalXML(once); twice != once {
			t.Errorf("%q becomes %q, and that %q", text, once, twice)
		}
		switch err, canonical := field.WellFormedXML(text), field.WellFormedXML(once); {
		case (err == nil) != (canonical == nil):
			t.Errorf("%q is well-formed: %v; its canonical form %q: %v", text, err, once, canonical)
		case err != nil && once != text:
			t.Errorf("%q is no XML (%v) but becomes %q", text, err, once)
		}
	})
}
