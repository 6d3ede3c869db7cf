# Each GPU's pod is the one whose process was given it; use is the pod's whose process uses it.
attributed() {
  for name in exclusive-one exclusive-two; do
    diff <(held $name) <(series 'DCGM_FI_DEV_GPU_UTIL\{' | grep "pod=\"$name\"" | sed 's/.*UUID="\([^"]*\)".*/\1/' | sort) >/dev/null || return 1
  done
}
eventually 60 attributed
uuid=$(held exclusive-one)
gpu=$(series 'DCGM_FI_DEV_GPU_UTIL\{' | grep "$uuid" | sed 's/.*gpu="\([0-9]*\)".*/\1/')
gpus_are "$gpu:$(pid exclusive-one)"
used() { series 'gpu_process_' | grep -q 'pod="exclusive-one"' || series 'gpu_allocation_' | grep 'pod="exclusive-one"' | grep -q 'state="active".* 1$'; }
eventually 90 used
