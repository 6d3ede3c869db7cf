{{- define "gpu-node-agent.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "gpu-node-agent.fullname" -}}
{{- $name := include "gpu-node-agent.name" . -}}
{{- $joined := contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name) -}}
{{- default $joined .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "gpu-node-agent.serviceAccountName" -}}
{{- default (include "gpu-node-agent.fullname" .) .Values.serviceAccount.name -}}
{{- end -}}

{{- define "gpu-node-agent.selectorLabels" -}}
app.kubernetes.io/name: {{ include "gpu-node-agent.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "gpu-node-agent.labels" -}}
{{ include "gpu-node-agent.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{/* Name, namespace and labels of an object in the release's namespace. */}}
{{- define "gpu-node-agent.metadata" -}}
name: {{ include "gpu-node-agent.fullname" . }}
namespace: {{ .Release.Namespace }}
labels:
  {{- include "gpu-node-agent.labels" . | nindent 2 }}
{{- end -}}

{{- define "gpu-node-agent.image" -}}
{{- with .Values.image -}}
{{- .repository -}}
{{- if .digest }}@{{ .digest }}{{ else }}:{{ default $.Chart.AppVersion .tag }}{{ end -}}
{{- end -}}
{{- end -}}

{{/* The agent's configuration as it gets it. */}}
{{- define "gpu-node-agent.config" -}}
{{- $config := deepCopy .Values.config -}}
{{- if .Values.customMetrics -}}
{{- $config = mustMergeOverwrite $config (dict "metrics" (dict "countersFile" "/etc/gpu-node-agent/counters.csv")) -}}
{{- end -}}
{{- toYaml $config -}}
{{- end -}}

{{/*
What of the configuration takes effect at a start only: a change of it restarts the pods. files/settings-restart.txt lists the keys. The
container that shapes devices reads all of it at its start.
*/}}
{{- define "gpu-node-agent.restartConfig" -}}
{{- $config := include "gpu-node-agent.config" . | fromYaml -}}
{{- if .Values.deviceShaping.enabled -}}
{{- toJson $config -}}
{{- else -}}
{{- range .Files.Lines "files/settings-restart.txt" -}}
{{- $at := $config -}}
{{- range splitList "." . -}}
{{- $at = kindIs "map" $at | ternary $at (dict) | dig . nil -}}
{{- end -}}
{{- if not (kindIs "invalid" $at) }}{{ . }}={{ toJson $at }}
{{ end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
The objects of a file that kustomize uses too, as a YAML list, with the release's names in place of those in the file.
Takes the root and the file's path below files/.
*/}}
{{- define "gpu-node-agent.objects" -}}
{{- $root := index . 0 -}}
{{- $account := include "gpu-node-agent.serviceAccountName" $root -}}
{{- $text := $root.Files.Get (printf "files/%s" (index . 1)) | required (printf "the chart lacks files/%s" (index . 1)) -}}
{{- $text = replace "system:serviceaccount:gpu-node-agent:gpu-node-agent" (printf "system:serviceaccount:%s:%s" $root.Release.Namespace $account) $text -}}
{{- $text = regexReplaceAll "(kind: ServiceAccount\n +name:) gpu-node-agent\n" $text (printf "${1} %s\n" $account) -}}
{{- $text = regexReplaceAll "(?m)namespace: gpu-node-agent$" $text (printf "namespace: %s" $root.Release.Namespace) -}}
{{- $text = regexReplaceAll "(?m)(name|policyName): gpu-node-agent(-[a-z-]+)?$" $text (printf "${1}: %s${2}" (include "gpu-node-agent.fullname" $root)) -}}
{{- $objects := list -}}
{{- range regexSplit "(?m)^---$" $text -1 -}}
{{- $object := fromYaml . -}}
{{- if hasKey $object "metadata" -}}
{{- $labels := merge (default dict $object.metadata.labels) (include "gpu-node-agent.labels" $root | fromYaml) -}}
{{- $_ := set $object.metadata "labels" $labels -}}
{{- $objects = append $objects $object -}}
{{- end -}}
{{- end -}}
{{- toYaml $objects -}}
{{- end -}}
