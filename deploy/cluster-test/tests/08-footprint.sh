# What the agent's pod costs: printed, and held only to its limits.
uid=$(agent metadata.uid)
group=$(find /sys/fs/cgroup/memory -type d -name "*pod$uid" 2>/dev/null | head -1)
if [ -n "$group" ]; then
  used=$(($(cat "$group/memory.usage_in_bytes") - $(sed -n 's/^total_inactive_file //p' "$group/memory.stat")))
else
  group=$(find /sys/fs/cgroup -type d -name "*pod${uid//-/_}*" -o -type d -name "*pod$uid" | head -1)
  used=$(($(cat "$group/memory.current") - $(sed -n 's/^inactive_file //p' "$group/memory.stat")))
fi
pid=$(cat "$work"/node/containerd-run/io.containerd.runtime.v2.task/k8s.io/"$(agent 'status.containerStatuses[0].containerID' | sed 's#containerd://##')"/init.pid)
ticks() { awk '{print $14 + $15}' "/proc/$pid/stat"; }
before=$(ticks)
for _ in 1 2 3 4; do metrics >/dev/null; sleep 15; done
echo "     working set $((used / 1048576)) MiB, resident $(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$pid/status") MiB, $((($(ticks) - before) * 100 / 60 / $(getconf CLK_TCK))) % of a core with a scrape each 15 s"
[ $used -lt $((256 * 1048576)) ] || fail "beyond its limit"
