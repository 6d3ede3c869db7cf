# An idle pod is evicted by its rule, not before a PodDisruptionBudget lets it go; a pod that works stays.
kubectl delete pod --all --wait >/dev/null
kubectl apply --server-side -f "$root/deploy/components/eviction/rbac.yaml" -f "$root/deploy/components/pod-marks/rbac.yaml" >/dev/null
kubectl -n gpu-node-agent patch configmap gpu-node-agent --type merge -p '{"data": {"config.yaml":
  "publishing: {dryRun: false}\nsampling: {kernelLog: \"off\"}\ncluster: {podLabels: [app]}\npolicies: {dryRun: false, idle: [{name: test, match: {namespaces: default}, idleAfter: 1m, warmup: 0s, notice: 10s, action: evict}]}\n"}}' >/dev/null
kubectl -n gpu-node-agent rollout restart daemonset/gpu-node-agent >/dev/null
kubectl -n gpu-node-agent rollout status daemonset/gpu-node-agent --timeout=120s >/dev/null
pod works 1 'app: works'
uuid=$(held works | sed 's/::.*//')
gpu=$(series 'DCGM_FI_DEV_GPU_UTIL\{' | grep "$uuid" | head -1 | sed 's/.*gpu="\([0-9]*\)".*/\1/')
gpus_are "$gpu:$(pid works)"
kubectl apply --server-side -f - >/dev/null <<'YAML'
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: idles}
spec: {minAvailable: 1, selector: {matchLabels: {app: idles}}}
YAML
pod idles 1 'app: idles'
refused() { kubectl get events -A | grep -i "evict" | grep -qi "budget"; }
eventually 240 refused
kubectl get pod idles >/dev/null || fail "evicted against its budget"
kubectl delete pdb idles >/dev/null
gone() { ! kubectl get pod idles >/dev/null 2>&1; }
eventually 400 gone
kubectl get pod works >/dev/null || fail "a pod that works was evicted"
