# The kubelet is offered the simulated GPUs by their UUIDs; a GPU that is lost is taken back.
kubectl apply --server-side -f "$here/manifests/runtime-class.yaml" -f "$here/manifests/device-plugin.yaml" >/dev/null
kubectl -n kube-system rollout status daemonset/device-plugin --timeout=60s >/dev/null
eventually 60 allocates gpu 4
pod exclusive-one 1
pod exclusive-two 2
[ "$(held exclusive-one | wc -l)" = 1 ] && [ "$(held exclusive-two | wc -l)" = 2 ] || fail "pods hold $(held exclusive-one) and $(held exclusive-two)"
[ -z "$(comm -12 <(held exclusive-one) <(held exclusive-two))" ] || fail "two pods hold one GPU"
