// SPDX-License-Identifier: Apache-2.0
package main

import (
	"bytes"
	"encoding/json"
)

// entry is one key of an object.
type entry struct {
	key   string
	value any
}

// object is a JSON object whose keys keep the order they were given in.
type object []entry

// MarshalJSON writes the entries in order.
func (o object) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	for index, e := range o {
		if index > 0 {
			out.WriteByte(',')
		}
		key, err := json.Marshal(e.key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(e.value)
		if err != nil {
			return nil, err
		}
		out.Write(key)
		out.WriteByte(':')
		out.Write(value)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// get returns the value of a key, nil when there is none.
func (o object) get(key string) any {
	for _, e := range o {
		if e.key == key {
			return e.value
		}
	}
	return nil
}
