# Agent, kubelet and API server end without notice; what was known is known again, and the pods keep their GPUs.
before=$(held exclusive-two)
attributed() { diff <(echo "$before") <(series 'DCGM_FI_DEV_GPU_UTIL\{' | grep 'pod="exclusive-two"' | sed 's/.*UUID="\([^"]*\)".*/\1/' | sort) >/dev/null; }
kubectl -n gpu-node-agent delete pod -l app.kubernetes.io/name=gpu-node-agent --wait=false >/dev/null
eventually 90 attributed
pkill -KILL -f "target/kubernetes kubelet " -P "$node"
eventually 90 allocates gpu 4
eventually 90 attributed
pkill -KILL -f "target/kubernetes kube-apiserver " -P "$node"
ready() { kubectl get --raw /readyz >/dev/null 2>&1; }
eventually 90 ready
eventually 90 attributed
up() { series 'gpu_node_agent_source_up\{' | grep 'source="pods"' | grep -q ' 1$'; }
eventually 90 up
