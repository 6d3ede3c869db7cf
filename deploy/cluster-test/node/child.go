// SPDX-License-Identifier: Apache-2.0
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

const stopPatience = 10 * time.Second

// child is a running part of the node.
type child struct {
	name    string
	command *exec.Cmd
	ended   chan struct{}
}

// runSelf starts one of the programs in this binary.
func (n *node) runSelf(name string, arguments ...string) {
	n.run(name, n.self, append([]string{name}, arguments...)...)
}

// run starts a program with its output in logs; a part that cannot be started counts as one that has ended.
func (n *node) run(name, program string, arguments ...string) {
	c := &child{name: name, command: exec.Command(program, arguments...), ended: make(chan struct{})}
	n.children = append(n.children, c)
	log, err := os.Create(n.in("logs/" + name + ".log"))
	if err == nil {
		c.command.Stdout = log
		c.command.Stderr = log
		c.command.Env = append(os.Environ(), "PATH="+n.programs+":"+os.Getenv("PATH"))
		// Nothing of the node outlives this process.
		c.command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
		err = c.command.Start()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "kubernetes node:", name+":", err)
		close(c.ended)
		return
	}
	go func() {
		_ = c.command.Wait()
		_ = log.Close()
		close(c.ended)
	}()
}

// ended is the name of a part that does not run any more.
func (n *node) ended() string {
	for _, c := range n.children {
		select {
		case <-c.ended:
			return c.name
		default:
		}
	}
	return ""
}

// stop ends the pods, then the parts, the youngest first.
func (n *node) stop() {
	n.stopPart("kubelet")
	n.stopContainers()
	for i := len(n.children) - 1; i >= 0; i-- {
		n.children[i].stop()
	}
	n.release()
}

func (n *node) stopPart(name string) {
	for _, c := range n.children {
		if c.name == name {
			c.stop()
		}
	}
}

func (c *child) stop() {
	if c.command.Process == nil {
		return
	}
	_ = c.command.Process.Signal(syscall.SIGTERM)
	select {
	case <-c.ended:
	case <-time.After(stopPatience):
		_ = c.command.Process.Kill()
		<-c.ended
	}
}

// stopContainers kills what containerd runs, which outlives it otherwise.
func (n *node) stopContainers() {
	states, _ := filepath.Glob(n.in("containerd-run/io.containerd.runtime.v2.task/k8s.io/*/init.pid"))
	for _, state := range states {
		text, err := os.ReadFile(state)
		if err != nil {
			continue
		}
		var pid int
		if _, err := fmt.Sscan(string(text), &pid); err == nil && pid > 1 {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
}
