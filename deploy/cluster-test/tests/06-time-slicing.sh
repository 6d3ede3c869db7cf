# With replicas the kubelet hands out GPU-…::n; both pods of a GPU are named, each with its share.
kubectl delete pod exclusive-one exclusive-two --wait >/dev/null
kubectl -n kube-system patch configmap device-plugin --type merge -p '{"data": {"config.yaml":
  "version: v1\nsharing: {timeSlicing: {resources: [{name: nvidia.com/gpu, replicas: 3}]}}\n"}}' >/dev/null
kubectl -n kube-system delete pod -l app=device-plugin --wait >/dev/null
shared() { [ "$(allocatable gpu)" -ge 12 ]; }
eventually 90 shared
for n in 1 2 3 4 5; do pod "shared-$n" 1; done
attributed() {
  for n in 1 2 3 4 5; do
    series 'DCGM_FI_DEV_GPU_UTIL|gpu_allocation_info' | grep "pod=\"shared-$n\"" | grep -q "$(held "shared-$n")" || return 1
  done
}
eventually 90 attributed
