# deploy/simulated-gpus alone, as on kind and k3s: no runtime class, and the agent says that its GPUs are simulated.
kubectl delete --ignore-not-found --wait pod --all >/dev/null
kubectl -n kube-system delete --ignore-not-found --wait daemonset/device-plugin >/dev/null
kubectl delete --ignore-not-found --wait namespace gpu-node-agent >/dev/null
kubectl apply --server-side --force-conflicts -k "$root/deploy/simulated-gpus" >/dev/null
kubectl -n gpu-node-agent rollout status daemonset/simulated-device-plugin --timeout=120s >/dev/null
kubectl -n gpu-node-agent rollout status daemonset/gpu-node-agent --timeout=120s >/dev/null
eventually 90 allocates gpu 8
pod eight-less-one 7
attributed() { diff <(held eight-less-one) <(series 'DCGM_FI_DEV_GPU_UTIL\{' | grep 'pod="eight-less-one"' | sed 's/.*UUID="\([^"]*\)".*/\1/' | sort) >/dev/null; }
eventually 90 attributed
series 'gpu_node_agent_simulated' | grep -qE ' 1(\.0)?$' || fail "does not say that it is simulated"
