{{/* What values.schema.json cannot say: rules between values. Each message names the value, the rule and the way out. */}}
{{- define "gpu-node-agent.checks" -}}
{{- $config := .Values.config -}}
{{- $owned := dict
  "publishing.sink" "featuresFile.enabled or nodeFeature.enabled"
  "publishing.nodeFeatureNamespace" "nodeFeature.enabled, and install into that namespace"
  "health.taint" "taint.enabled and taint.effect"
  "web.tokenReview" "metricsAccess.enabled"
  "labels.pluginConfigMap" "pluginConfig.enabled, pluginConfig.namespace and pluginConfig.name"
  "otlp.endpoint" "otlpExport.enabled and otlpExport.endpoint"
  "nvml.simulate" "simulation.enabled and simulation.scenario" -}}
{{- range $key, $way := $owned -}}
{{- $path := splitList "." $key -}}
{{- $value := index $config (first $path) | default (dict) | dig (last $path) "" -}}
{{- if not (has $value (list "" "off" false "node" "none")) -}}
{{- fail (printf "config.%s needs rights or mounts as well: use %s" $key $way) -}}
{{- end -}}
{{- end -}}
{{- if and .Values.customMetrics (dig "metrics" "countersFile" "" $config) -}}
{{- fail "customMetrics and config.metrics.countersFile are both set: use one of them" -}}
{{- end -}}
{{- if .Values.securityContext.privileged -}}
{{- fail "securityContext.privileged is true: the agent needs no privilege, leave it out" -}}
{{- end -}}
{{- if not (or .Values.serviceAccount.create .Values.serviceAccount.name) -}}
{{- fail "serviceAccount.create is false and no name is given: rights and admission policies would hold for every pod with the namespace's default account; set serviceAccount.name" -}}
{{- end -}}
{{- if and .Values.featuresFile.enabled .Values.nodeFeature.enabled -}}
{{- fail "featuresFile.enabled and nodeFeature.enabled are both true: labels go one way only, use one of them" -}}
{{- end -}}
{{- if and .Values.pluginConfig.enabled (or .Values.featuresFile.enabled .Values.nodeFeature.enabled) -}}
{{- fail "pluginConfig.enabled follows a label of the Node, which is not read when labels go through Node Feature Discovery: mount the plugin's file and name it in config.labels.pluginConfig" -}}
{{- end -}}
{{- if and .Values.metricsAccess.enabled (dig "web" "basicAuth" "" $config) -}}
{{- fail "metricsAccess.enabled and config.web.basicAuth are both set: scrapes show a token or a password, use one of them" -}}
{{- end -}}
{{- if and .Values.serviceMonitor.enabled .Values.podMonitor.enabled -}}
{{- fail "serviceMonitor.enabled and podMonitor.enabled are both true: every series would count twice, use one of them" -}}
{{- end -}}
{{- if and .Values.serviceMonitor.enabled (not .Values.service.enabled) -}}
{{- fail "serviceMonitor.enabled needs the Service: set service.enabled to true, or use podMonitor.enabled" -}}
{{- end -}}
{{- range $name, $monitor := dict "serviceMonitor" .Values.serviceMonitor "podMonitor" .Values.podMonitor -}}
{{- if and $.Values.prometheusRule.enabled $monitor.enabled (not $monitor.honorLabels) -}}
{{- fail (printf "prometheusRule.enabled needs the agent's own labels, which this scrape renames: set %s.honorLabels to true" $name) -}}
{{- end -}}
{{- end -}}
{{- if and .Values.restricted.enabled (or .Values.deviceShaping.enabled .Values.featuresFile.enabled .Values.containerMemory.enabled) -}}
{{- fail "restricted.enabled allows no folder of the host: set deviceShaping.enabled, featuresFile.enabled and containerMemory.enabled to false" -}}
{{- end -}}
{{- if and .Values.deviceShaping.enabled (or .Values.dra.enabled .Values.simulation.enabled) -}}
{{- fail "deviceShaping.enabled sets GPUs that NVIDIA's runtime shows: set dra.enabled and simulation.enabled to false" -}}
{{- end -}}
{{- if and .Values.deviceShaping.pods (not .Values.deviceShaping.enabled) -}}
{{- fail "deviceShaping.pods needs deviceShaping.enabled: true" -}}
{{- end -}}
{{- end -}}
