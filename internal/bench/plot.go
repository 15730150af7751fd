//go:build unix

package main

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// Measures of the plot in pixels.
const (
	labelWidth = 170 // for what a bar stands for
	barWidth   = 330 // of the longest bar
	valueWidth = 90  // for the number behind a bar
	barHeight  = 16
	groupGap   = 14
	topHeight  = 64 // for title and legend
	panelWidth = labelWidth + barWidth + valueWidth
)

// The colours and the text are readable on white and on black, so that the plot
// is as good where a page is dark but the viewer ignores the media query.
const plotStyle = `
text { font: 12px system-ui, sans-serif; fill: #57606a }
.title { font-weight: 600; font-size: 13px }
.terraform { fill: #8c959f }
.provider { fill: #7b61d9 }
@media (prefers-color-scheme: dark) {
  text { fill: #adbac7 }
  .terraform { fill: #768390 }
}
`

// bar is a stack of lengths, with the classes of the style that paint them.
type bar struct {
	label   string
	lengths []float64
	classes []string
	value   string
}

func (b bar) length() float64 {
	var sum float64
	for _, l := range b.lengths {
		sum += l
	}
	return sum
}

// group is a case with a bar for each subject.
type group struct {
	title string
	bars  []bar
}

// plot draws what plans without changes cost: CPU on the left, memory on the right.
func plot(results []result) string {
	var cpu, memory []group
	for _, r := range results {
		title := fmt.Sprintf("%s × %s%s", thousands(r.n), r.kind.resource, r.delay())
		cpu = append(cpu, group{title, cpuBars(r)})
		memory = append(memory, group{title, memoryBars(r)})
	}
	height := topHeight
	for _, g := range cpu {
		height += groupHeight(g)
	}
	var svg strings.Builder
	fmt.Fprintf(&svg, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">`+"\n", 2*panelWidth, height, 2*panelWidth, height)
	fmt.Fprintln(&svg, "<title>Plans without changes: CPU seconds and peak memory</title>")
	fmt.Fprintf(&svg, "<style>%s</style>\n", plotStyle)
	drawPanel(&svg, 0, "CPU seconds of a plan without changes", cpu)
	drawLegend(&svg, labelWidth)
	drawPanel(&svg, panelWidth, "Peak memory in MB", memory)
	drawLegend(&svg, panelWidth+labelWidth)
	fmt.Fprintln(&svg, "</svg>")
	return svg.String()
}

func cpuBars(r result) []bar {
	var bars []bar
	for _, subject := range subjects {
		samples := r.series[subject][noOpPlan]
		total := median(samples, sample.cpuSeconds)
		own := median(samples, sample.providerSeconds)
		bars = append(bars, bar{
			label: strings.Trim(subject, "`"), lengths: []float64{total - own, own}, classes: []string{"terraform", "provider"},
			value: fmt.Sprintf("%.1f (%.2f ×)", total, total/median(r.floor(noOpPlan), sample.cpuSeconds)),
		})
	}
	return bars
}

func memoryBars(r result) []bar {
	var bars []bar
	for _, subject := range subjects {
		samples := r.series[subject][noOpPlan]
		class, peak := "provider", median(samples, sample.providerPeak)
		if subject == builtIn {
			class, peak = "terraform", median(samples, sample.terraformPeak)
		}
		bars = append(bars, bar{
			label: strings.Trim(subject, "`"), lengths: []float64{peak}, classes: []string{class}, value: fmt.Sprintf("%.0f", peak),
		})
	}
	return bars
}

func groupHeight(g group) int { return (len(g.bars)+1)*(barHeight+2) + groupGap }

// drawPanel draws the groups below each other. All bars of a panel have one scale.
func drawPanel(svg *strings.Builder, left int, title string, groups []group) {
	longest := 0.0
	for _, g := range groups {
		for _, b := range g.bars {
			longest = max(longest, b.length())
		}
	}
	drawText(svg, left, 18, "title", "start", title)
	y := topHeight
	for _, g := range groups {
		drawText(svg, left, y, "title", "start", g.title)
		for i, b := range g.bars {
			top := y + 6 + i*(barHeight+2)
			drawText(svg, left+labelWidth-8, top+barHeight-4, "", "end", b.label)
			x := float64(left + labelWidth)
			for j, length := range b.lengths {
				width := length / longest * barWidth
				fmt.Fprintf(svg, `<rect class="%s" x="%.1f" y="%d" width="%.1f" height="%d"/>`+"\n", b.classes[j], x, top, width, barHeight)
				x += width
			}
			drawText(svg, int(x)+6, top+barHeight-4, "", "start", b.value)
		}
		y += groupHeight(g)
	}
}

// drawLegend names the classes of bars.
func drawLegend(svg *strings.Builder, left int) {
	for _, entry := range []struct{ class, name string }{{"terraform", "Terraform"}, {"provider", "the provider or the echo"}} {
		fmt.Fprintf(svg, `<rect class="%s" x="%d" y="29" width="12" height="12"/>`+"\n", entry.class, left)
		drawText(svg, left+18, 39, "", "start", entry.name)
		left += 100
	}
}

func drawText(svg *strings.Builder, x, y int, class, anchor, text string) {
	fmt.Fprintf(svg, `<text class="%s" x="%d" y="%d" text-anchor="%s">`, class, x, y, anchor)
	_ = xml.EscapeText(svg, []byte(text)) // a strings.Builder does not fail
	fmt.Fprintln(svg, "</text>")
}
