package export

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// save writes all files into a folder, or none. They are written beside their
// places first and then moved; what goes wrong on the way is undone.
func save(ctx context.Context, folder string, files []file, force bool) (err error) {
	if !force {
		if err := vacant(folder, files); err != nil {
			return err
		}
	}
	created, err := makeFolder(folder)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil && created != "" {
			err = errors.Join(err, os.RemoveAll(created))
		}
	}()
	draft, err := os.MkdirTemp(folder, ".export-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(draft)) }()
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(draft, f.name), f.content, 0o600); err != nil {
			return err
		}
	}
	var undo []func() error
	for _, f := range files {
		if err = ctx.Err(); err == nil {
			undo, err = replace(filepath.Join(draft, f.name), filepath.Join(folder, f.name), undo)
		}
		if err != nil {
			for _, back := range slices.Backward(undo) {
				err = errors.Join(err, back())
			}
			return err
		}
	}
	return nil
}

// vacant fails if a file is there already.
func vacant(folder string, files []file) error {
	var there []string
	for _, f := range files {
		switch _, err := os.Lstat(filepath.Join(folder, f.name)); {
		case err == nil:
			there = append(there, f.name)
		case !errors.Is(err, fs.ErrNotExist):
			return err
		}
	}
	if len(there) > 0 {
		return fmt.Errorf("%s has %s already: choose another folder with -out, or replace them with -force", folder, strings.Join(there, ", "))
	}
	return nil
}

// makeFolder makes a folder and those above it, and returns the uppermost one that it made.
func makeFolder(folder string) (created string, err error) {
	for above := folder; ; above = filepath.Dir(above) {
		if _, err := os.Stat(above); !errors.Is(err, fs.ErrNotExist) || above == filepath.Dir(above) {
			break
		}
		created = above
	}
	return created, os.MkdirAll(folder, 0o755) //nolint:gosec // configuration is for colleagues to read
}

// replace moves a file to its place and adds how to undo that. A file that was
// there goes to where the new one was.
func replace(from, to string, undo []func() error) ([]func() error, error) {
	old := from + ".old"
	switch err := os.Rename(to, old); {
	case err == nil:
		undo = append(undo, func() error { return os.Rename(old, to) })
	case !errors.Is(err, fs.ErrNotExist):
		return undo, err
	}
	if err := os.Rename(from, to); err != nil {
		return undo, err
	}
	return append(undo, func() error { return os.Remove(to) }), nil
}
