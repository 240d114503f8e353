// Program pie computes for about a second in ways that a usual program does: maps, sorting, JSON, regular expressions, calls through
// interfaces. With an argument it only starts. scripts/guide-figures builds it with and without -buildmode=pie.
package main

import (
	"encoding/json"
	"os"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

type shape interface{ area() int }
type square struct{ side int }
type oblong struct{ a, b int }

func (s square) area() int { return s.side * s.side }
func (o oblong) area() int { return o.a * o.b }

func main() {
	if len(os.Args) > 1 {
		return
	}
	total := 0
	word := regexp.MustCompile(`[a-z]+([0-9]+)`)
	for round := 0; round < 12; round++ {
		counts := map[string]int{}
		var shapes []shape
		for i := 0; i < 40000; i++ {
			counts["key"+strconv.Itoa(i%5000)] += i
			if i%2 == 0 {
				shapes = append(shapes, square{i})
			} else {
				shapes = append(shapes, oblong{i, i + 1})
			}
		}
		sort.Slice(shapes, func(a, b int) bool { return shapes[a].area()%1009 < shapes[b].area()%1009 })
		for _, s := range shapes {
			total += s.area() & 7
		}
		text, err := json.Marshal(counts)
		if err != nil {
			panic(err)
		}
		back := map[string]int{}
		if err := json.Unmarshal(text, &back); err != nil {
			panic(err)
		}
		total += len(back) + len(word.FindAllString(strings.ToLower(string(text)), -1))
	}
	os.Stdout.WriteString(strconv.Itoa(total) + "\n")
}
