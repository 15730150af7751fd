package proget

import (
	"context"
	"errors"
	"net/http"
)

// Dialect is one of the two unrelated APIs for licenses.
type Dialect uint32

const (
	unknownDialect Dialect = iota
	// Legacy is /api/management/licenses of ProGet 5.2 to 2023 (reference section 10.1).
	Legacy
	// Modern is /api/licenses of ProGet 2024 and later (reference section 10.2).
	Modern
)

// Dialect finds out which dialect the server speaks (reference section 10.3):
// by its version if an answer said it, otherwise by asking for the modern
// listing and, where that decides nothing, for the old one. The listings it
// asked for are the ones that List and Find use.
func (l *Licenses) Dialect(ctx context.Context) (Dialect, error) {
	if known := Dialect(l.dialect.Load()); known != unknownDialect {
		return known, nil
	}
	var modern, legacy finding
	var modernErr, legacyErr error
	for {
		switch decide(l.byVersion(), modern, legacy) {
		case askModern:
			modern, modernErr = l.ask(ctx, l.modern)
		case askLegacy:
			legacy, legacyErr = l.ask(ctx, l.legacy)
		case speaksModern:
			return l.choose(Modern), nil
		case speaksLegacy:
			return l.choose(Legacy), nil
		case modernFails:
			return unknownDialect, modernErr
		case legacyFails:
			return unknownDialect, legacyErr
		case undecided:
			return unknownDialect, l.client.newError(l.modern.api.list, Unproven,
				"both APIs for licenses answer with empty listings, so it is not known which one this server speaks")
		}
	}
}

// finding is what came of asking for the listing of a dialect.
type finding uint8

const (
	unasked finding = iota
	listsSome
	listsNone     // as anything may answer
	noAPI         // it failed as it does where there is no such API
	unsignedNoAPI // so did something that is not certainly ProGet
	fails         // in any other way
)

// verdict is what to conclude from the findings, or to ask next.
type verdict uint8

const (
	undecided verdict = iota
	askModern
	askLegacy
	speaksModern
	speaksLegacy
	modernFails // the error of the modern listing is the one to end with
	legacyFails
)

// decide says which dialect a server speaks, by the dialect of its version and
// the findings. Empty means any that no other row names.
//
//	version  modern listing  legacy listing  verdict
//	legacy   unasked                         legacy: 2023.27 and later preview the modern API, and speak the old one
//	other    unasked                         ask modern
//	         fails                           modern's error
//	known    lists                           that of the version
//	unknown  lists some                      modern
//	unknown  lists none      unasked         ask legacy
//	unknown  lists none      lists some      legacy
//	unknown  lists none      lists none      undecided
//	unknown  lists none      no API          modern
//	unknown  lists none      fails           legacy's error
//	modern   unsigned no API                 modern's error: it is not ProGet's
//	         no API          unasked         ask legacy
//	         no API          lists           legacy
//	         no API          no API          modern's error: there is neither, so the current one is named
//	         no API          fails           legacy's error
func decide(version Dialect, modern, legacy finding) verdict {
	lists := modern == listsSome || modern == listsNone
	switch {
	case version == Legacy && (modern == unasked || lists):
		return speaksLegacy
	case version == Modern && lists, modern == listsSome:
		return speaksModern
	case modern == unasked:
		return askModern
	case modern == fails, version == Modern && modern == unsignedNoAPI:
		return modernFails
	}
	switch {
	case legacy == unasked:
		return askLegacy
	case legacy == fails:
		return legacyFails
	case legacy == listsNone && modern == listsNone:
		return undecided
	case legacy == listsSome, legacy == listsNone:
		return speaksLegacy
	case modern == listsNone:
		return speaksModern
	}
	return modernFails
}

// ask asks for the listing of a dialect, once in a run.
func (l *Licenses) ask(ctx context.Context, dialect updatable[License]) (finding, error) {
	load, err := dialect.listing.some(ctx)
	e, _ := errors.AsType[*Error](err)
	switch {
	case err == nil && len(load.list) > 0:
		return listsSome, nil
	case err == nil:
		return listsNone, nil
	case e == nil || !saysNoAPI(e):
		return fails, l.client.asError(dialect.api.list, err)
	case e.signed:
		return noAPI, err
	}
	return unsignedNoAPI, err
}

// saysNoAPI reports whether a listing failed as it does on a server that does
// not have it.
func saysNoAPI(e *Error) bool {
	return e.Status == http.StatusNotFound || e.Problem == WebPage || e.Problem == LoginPage || e.Problem == LicensePage
}

// byVersion is the dialect of the server's version, if that is known.
func (l *Licenses) byVersion() Dialect {
	switch known, modern := l.client.Server().AtLeast(2024, 0); {
	case !known:
		return unknownDialect
	case modern:
		return Modern
	}
	return Legacy
}

func (l *Licenses) choose(d Dialect) Dialect {
	l.dialect.CompareAndSwap(uint32(unknownDialect), uint32(d))
	return Dialect(l.dialect.Load())
}
