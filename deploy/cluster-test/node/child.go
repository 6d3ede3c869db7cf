// SPDX-License-Identifier: Apache-2.0
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	stopPatience = 10 * time.Second
	restartDelay = time.Second
	mostFailures = 5
)

// child is a part of the node.
type child struct {
	name     string
	process  atomic.Pointer[os.Process]
	failures atomic.Int32
	ended    chan struct{} // closed when it does not run any more
}

// runSelf starts one of the programs in this binary.
func (n *node) runSelf(name string, arguments ...string) {
	n.run(name, n.self, append([]string{name}, arguments...)...)
}

// run starts a program with its output in logs, and again whenever it ends, as a service manager does.
func (n *node) run(name, program string, arguments ...string) {
	c := &child{name: name, ended: make(chan struct{})}
	n.children = append(n.children, c)
	go func() {
		defer close(c.ended)
		for !n.stopping.Load() {
			if err := n.runOnce(c, program, arguments); err != nil {
				fmt.Fprintln(os.Stderr, "kubernetes node:", name+":", err)
				c.failures.Add(1)
			}
			time.Sleep(restartDelay)
		}
	}()
}

func (n *node) runOnce(c *child, program string, arguments []string) error {
	log, err := os.OpenFile(n.in("logs/"+c.name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer log.Close()
	// The death signal is tied to the thread that starts the child.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	command := exec.Command(program, arguments...)
	command.Stdout = log
	command.Stderr = log
	command.Env = append(os.Environ(), "PATH="+n.programs+":"+os.Getenv("PATH"))
	// Nothing of the node outlives this process.
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	if err := command.Start(); err != nil {
		return err
	}
	c.process.Store(command.Process)
	return command.Wait()
}

// failed is the name of a part that ends again and again.
func (n *node) failed() string {
	for _, c := range n.children {
		if c.failures.Load() >= mostFailures {
			return c.name
		}
	}
	return ""
}

// stop ends the pods, then the parts, the youngest first.
func (n *node) stop() {
	n.stopping.Store(true)
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
	deadline := time.After(stopPatience)
	if process := c.process.Load(); process != nil {
		_ = process.Signal(syscall.SIGTERM)
	}
	select {
	case <-c.ended:
	case <-deadline:
		if process := c.process.Load(); process != nil {
			_ = process.Kill()
		}
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
