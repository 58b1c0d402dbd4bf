{{- define "thumbspan.name" -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}-relay
{{- end }}

{{- define "thumbspan.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "thumbspan.labels" -}}
{{ include "thumbspan.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}
