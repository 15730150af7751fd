package proget

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// Source is a named server in the configuration of pgutil, Inedo's
// command-line tool (reference section 19). Token is an API key and takes
// precedence over Username and Password.
type Source struct {
	Name     string
	URL      string
	Username string
	Password string
	Token    string
}

// PgutilSource reads a source from a configuration file of pgutil: the one at
// path or, if path is empty, the one where pgutil keeps it. Names compare
// without case. Its error is a *ConfigError for pgutil_source.
func PgutilSource(path, name string) (Source, error) {
	bad := func(problem string) (Source, error) {
		return Source{}, &ConfigError{"pgutil_source", problem}
	}
	places := []string{path}
	if path == "" {
		places = pgutilPlaces(runtime.GOOS, os.Getenv)
	}
	data, found, err := readFirst(places)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return bad("cannot be looked up: there is no pgutil.config at " + strings.Join(places, " or ") + `. Make a source with "pgutil sources add".`)
	case err != nil:
		return bad("cannot be looked up: " + err.Error())
	}
	var config struct {
		Sources []pgutilSource `json:"sources"`
	}
	if err := json.Unmarshal(data, &config); err != nil {
		return bad("cannot be looked up: " + found + " is not valid JSON.")
	}
	names := make([]string, 0, len(config.Sources))
	for _, source := range config.Sources {
		if strings.EqualFold(source.Name, name) {
			return source.open(found)
		}
		names = append(names, quote(source.Name))
	}
	if len(names) == 0 {
		return bad("names " + quote(name) + ", but " + found + ` has no sources. Make one with "pgutil sources add".`)
	}
	slices.Sort(names)
	return bad("names " + quote(name) + ", which " + found + " does not have. It has " + strings.Join(names, ", ") + ".")
}

type pgutilSource struct {
	Name              string `json:"name"`
	URL               string `json:"url"`
	Username          string `json:"username"`
	Password          string `json:"password"`
	Token             string `json:"token"`
	EncryptedPassword string `json:"encryptedPassword"`
	EncryptedToken    string `json:"encryptedToken"`
}

func (p pgutilSource) open(file string) (Source, error) {
	source := Source{Name: p.Name, URL: p.URL, Username: p.Username, Password: p.Password, Token: p.Token}
	for _, secret := range []struct {
		obfuscated string
		plain      *string
		member     string
	}{
		{p.EncryptedPassword, &source.Password, "encryptedPassword"},
		{p.EncryptedToken, &source.Token, "encryptedToken"},
	} {
		if secret.obfuscated == "" || *secret.plain != "" {
			continue
		}
		text, ok := deobfuscate(secret.obfuscated)
		if !ok {
			return Source{}, &ConfigError{"pgutil_source", "names " + quote(p.Name) + ", whose " + secret.member + " in " + file + ` cannot be decoded. Add the source anew with "pgutil sources add".`}
		}
		*secret.plain = text
	}
	return source, nil
}

// pgutilKey is the fixed key of pgutil, which calls the result obfuscated, not
// encrypted.
var pgutilKey = []byte{207, 133, 227, 29, 231, 23, 59, 35, 79, 120, 240, 230, 231, 15, 243, 173}

// deobfuscate undoes AES-128-CBC with PKCS#7 padding behind a 16-byte
// initialisation vector.
func deobfuscate(text string) (string, bool) {
	data, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(data) < 2*aes.BlockSize || len(data)%aes.BlockSize != 0 {
		return "", false
	}
	block, err := aes.NewCipher(pgutilKey)
	if err != nil {
		return "", false
	}
	plain := make([]byte, len(data)-aes.BlockSize)
	cipher.NewCBCDecrypter(block, data[:aes.BlockSize]).CryptBlocks(plain, data[aes.BlockSize:])
	padding := int(plain[len(plain)-1])
	if padding == 0 || padding > aes.BlockSize {
		return "", false
	}
	for _, b := range plain[len(plain)-padding:] {
		if int(b) != padding {
			return "", false
		}
	}
	return string(plain[:len(plain)-padding]), true
}

// pgutilPlaces are the files that pgutil may have written. On macOS the
// documentation and the .NET runtime disagree (reference section 21 C31).
func pgutilPlaces(goos string, env func(string) string) []string {
	under := func(parts ...string) string {
		return filepath.Join(append(parts, "pgutil", "pgutil.config")...)
	}
	if goos == "windows" {
		return []string{under(env("APPDATA"))}
	}
	home := env("HOME")
	dotConfig := env("XDG_CONFIG_HOME")
	if dotConfig == "" {
		dotConfig = filepath.Join(home, ".config")
	}
	if goos == "darwin" {
		return []string{under(home, "Library", "Application Support"), under(dotConfig)}
	}
	return []string{under(dotConfig)}
}

func readFirst(places []string) (data []byte, found string, err error) {
	for _, place := range places {
		data, err = os.ReadFile(place) //nolint:gosec // the user says which file
		if !errors.Is(err, fs.ErrNotExist) {
			return data, place, err
		}
	}
	return nil, "", err
}
