// Program load reads packages the way gopls does, and tells what it got.
package main

import (
	"fmt"
	"os"

	"golang.org/x/tools/go/packages"
)

func main() {
	config := &packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
			packages.NeedDeps | packages.NeedExportFile | packages.NeedTypes | packages.NeedTypesSizes |
			packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedModule,
		Tests: true,
	}
	roots, err := packages.Load(config, os.Args[1:]...)
	if err != nil {
		panic(err)
	}
	n, exported := 0, 0
	packages.Visit(roots, nil, func(p *packages.Package) {
		n++
		if p.ExportFile != "" {
			exported++
		}
		for _, e := range p.Errors {
			fmt.Println(e)
		}
	})
	fmt.Println(len(roots), "roots", n, "packages", exported, "exported")
}
