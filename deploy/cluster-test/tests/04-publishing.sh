# Labels and condition are written once the dry run ends, and admission keeps the agent to its own.
kubectl -n gpu-node-agent patch configmap gpu-node-agent --type merge -p '{"data": {"config.yaml":
  "publishing: {dryRun: false}\nsampling: {kernelLog: \"off\"}\n"}}' >/dev/null
kubectl -n gpu-node-agent rollout restart daemonset/gpu-node-agent >/dev/null
kubectl -n gpu-node-agent rollout status daemonset/gpu-node-agent --timeout=120s >/dev/null
labelled() { [ "$(kubectl get node cluster-test -o 'jsonpath={.metadata.labels.nvidia\.com/gpu\.count}')" = 4 ]; }
eventually 120 labelled
condition() { kubectl get node cluster-test -o 'jsonpath={.status.conditions[?(@.type=="GpuHealthy")].status}' | grep -q True; }
eventually 120 condition
if kubectl --as system:serviceaccount:gpu-node-agent:gpu-node-agent label node cluster-test team=mine >"$work/answer" 2>&1; then
  fail "the agent's account may set any label"
fi
grep -q "may not change node" "$work/answer" || fail "refused for another reason: $(cat "$work/answer")"
