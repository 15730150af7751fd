package crud

import (
	"context"
	"sync"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// openings are the ephemeral objects of this process that are not closed yet.
type openings struct {
	mu    sync.Mutex
	close map[opening]func(context.Context)
}

type opening struct {
	client    *proget.Client
	kind, key string
}

// stillOpen outlives the provider's servers, as CloseOpened has to.
var stillOpen openings

func (o *openings) add(client *proget.Client, kind, key string, closeIt func(context.Context)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.close == nil {
		o.close = map[opening]func(context.Context){}
	}
	o.close[opening{client, kind, key}] = closeIt
}

func (o *openings) drop(client *proget.Client, kind, key string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.close, opening{client, kind, key})
}

// CloseOpened deletes what ephemeral resources have made and Terraform did not
// close: Terraform 1.11 does not after an apply that failed. It is for the end
// of the process, for which Terraform waits two seconds.
func CloseOpened(ctx context.Context) {
	stillOpen.mu.Lock()
	defer stillOpen.mu.Unlock()
	var wait sync.WaitGroup
	for _, closeIt := range stillOpen.close {
		wait.Go(func() { closeIt(ctx) })
	}
	wait.Wait()
	stillOpen.close = nil
}
