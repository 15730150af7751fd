package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// accepted are the licenses that what is linked into the provider may have, by a
// sentence of each. All of them allow that it is given away as a part of a
// program under the MPL.
var accepted = map[string]string{
	"Apache-2.0": "Apache License Version 2.0, January 2004",
	"BSD":        "Redistribution and use in source and binary forms, with or without modification, are permitted provided that the following conditions are met:",
	"MIT":        "Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files",
	"MPL-2.0":    "each individual or legal entity that creates, contributes to the creation of, or owns Covered Software",
}

// licenseOf recognizes the text of a license; it is "" for one that is not accepted.
func licenseOf(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	for name, sentence := range accepted {
		if strings.Contains(text, sentence) {
			return name
		}
	}
	return ""
}

// TestLicensesOfDependencies reads the licenses of all modules that are linked
// into the provider, on every system that it is released for.
func TestLicensesOfDependencies(t *testing.T) {
	t.Parallel()
	folders := map[string]string{}
	for _, system := range []string{"darwin", "freebsd", "linux", "windows"} {
		list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-json=Module", ".")
		list.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		out, err := list.Output()
		if err != nil {
			t.Fatalf("go list for %s: %v", system, err)
		}
		for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
			var one struct {
				Module *struct {
					Path, Dir string
					Main      bool
				}
			}
			if err := decoder.Decode(&one); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			if one.Module != nil && !one.Module.Main {
				folders[one.Module.Path] = one.Module.Dir
			}
		}
	}
	if len(folders) < 10 {
		t.Fatalf("only %d modules are linked: %v", len(folders), folders)
	}
	for module, folder := range folders {
		if license, err := licenseIn(folder); err != nil {
			t.Errorf("%s: %v", module, err)
		} else {
			t.Logf("%s: %s", module, license)
		}
	}
}

// licenseIn recognizes the license of a module.
func licenseIn(folder string) (string, error) {
	for _, pattern := range []string{"LICENSE*", "LICENCE*", "COPYING*"} {
		files, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil {
			return "", err
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return "", err
			}
			license := licenseOf(string(text))
			if license == "" {
				return "", fmt.Errorf("%s is none of the licenses that are accepted", filepath.Base(file))
			}
			return license, nil
		}
	}
	return "", errors.New("has no license")
}

func TestLicenseThatIsNotAccepted(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"",
		"GNU GENERAL PUBLIC LICENSE Version 3, 29 June 2007",
		"Business Source License 1.1. Change License: Mozilla Public License 2.0",
		"GNU AFFERO GENERAL PUBLIC LICENSE",
	} {
		if got := licenseOf(text); got != "" {
			t.Errorf("%q passes as %s", text, got)
		}
	}
	if _, err := licenseIn(t.TempDir()); err == nil {
		t.Error("a module without a license passes")
	}
}
