package fakeproget

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
)

// licenseFile is a text by which packages are told to have a license.
type licenseFile struct {
	code, text string
}

func (s *Server) addLicenseFile(c *call) (answer, error) {
	e, err := s.license("", c.URL.Query().Get("code"))
	if err != nil {
		return answer{}, err
	}
	if len(c.body) == 0 {
		return answer{}, invalid("the license file is empty")
	}
	sum := sha256.Sum256(c.body)
	hash := hex.EncodeToString(sum[:])
	if other, has := s.files[hash]; has && other.code != e.text("code") {
		return answer{}, invalid("the file belongs to the license '%s'", other.code)
	}
	s.files[hash] = licenseFile{e.text("code"), string(c.body)}
	if hashes := e.texts("hashes"); !slices.Contains(hashes, hash) {
		e.object["hashes"] = anyTexts(append(hashes, hash))
	}
	return answer{status: http.StatusOK}, nil
}

func (s *Server) deleteLicenseFile(c *call) (answer, error) {
	hash := c.URL.Query().Get("hash")
	if hash == "" {
		return answer{}, invalid("hash is required")
	}
	for _, e := range s.licenses.table.rows {
		hashes := e.texts("hashes")
		if i := slices.Index(hashes, hash); i >= 0 {
			e.object["hashes"] = anyTexts(slices.Delete(hashes, i, i+1))
			delete(s.files, hash)
			return answer{status: http.StatusOK}, nil
		}
	}
	return answer{}, refusal(http.StatusNotFound, "License file %s not found", hash)
}

// downloadLicenseFile finds a file by its hash, or the first one of a license by its code.
func (s *Server) downloadLicenseFile(c *call) (answer, error) {
	code, hash := c.URL.Query().Get("code"), c.URL.Query().Get("hash")
	if code == "" && hash == "" {
		return answer{}, invalid("code or hash is required")
	}
	hashes := []string{hash}
	if code != "" {
		e, err := s.license("", code)
		if err != nil {
			return answer{}, err
		}
		hashes = slices.DeleteFunc(e.texts("hashes"), func(other string) bool { return hash != "" && other != hash })
	}
	for _, hash := range hashes {
		if file, has := s.files[hash]; has {
			return ok(file.text), nil
		}
	}
	return answer{}, refusal(http.StatusNotFound, "License file not found")
}

// forgetFiles removes the files of a license.
func (s *Server) forgetFiles(code string) {
	for hash, file := range s.files {
		if file.code == code {
			delete(s.files, hash)
		}
	}
}
