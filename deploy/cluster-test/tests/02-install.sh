# The manifests as documented: one file, a label on the node. Metrics appear, the Node is not written to.
kubectl label --overwrite node cluster-test gpu-node-agent.io/run=true >/dev/null
kubectl apply --server-side -f "$root/deploy/daemonset.yaml" >/dev/null
kubectl -n gpu-node-agent rollout status daemonset/gpu-node-agent --timeout=120s >/dev/null
[ "$(series 'DCGM_FI_DEV_GPU_UTIL\{' | wc -l)" = 4 ] || fail "not four GPUs: $(series 'DCGM_FI_DEV_GPU_UTIL')"
[ -z "$(kubectl get node cluster-test -o 'jsonpath={.metadata.labels.nvidia\.com/gpu\.product}')" ] || fail "a dry run has labelled the node"
