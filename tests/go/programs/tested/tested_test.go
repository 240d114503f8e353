package tested

import "testing"

func TestLength(t *testing.T) {
	if n := Length("hardcc"); n != 6 {
		t.Errorf("Length(%q) = %d", "hardcc", n)
	}
}
