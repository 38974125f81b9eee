// Holds manifests to the schemas of the Kubernetes API, and to what the processes need of them. Argument: a file that kustomize built.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parseAllDocuments } from "yaml";

const require = createRequire(import.meta.url);
const schemas = join(dirname(require.resolve("kubernetes-models/v1/Service")), "..", "_schemas");
const file = process.argv[2];
const faults = [];

const manifests = parseAllDocuments(readFileSync(file, "utf8"), { strict: true, uniqueKeys: true }).map(document => {
  if (document.errors.length > 0) throw document.errors[0];
  return document.toJS();
}).filter(manifest => manifest !== null);

// The compiled schemas pass over fields that they do not know, which is what a misspelt one is. They read every field that they do know.
const watched = (value, path, read) => typeof value !== "object" || value === null ? value : new Proxy(value, {
  get: (target, key) => {
    if (typeof key === "symbol" || !Object.hasOwn(target, key) || (Array.isArray(target) && key === "length")) return target[key];
    read.add(`${path}/${key}`);
    return watched(target[key], `${path}/${key}`, read);
  },
});
const capital = word => word[0].toUpperCase() + word.slice(1);
const unread = (value, path, read) => typeof value !== "object" || value === null ? [] : Object.keys(value).flatMap(key =>
  read.has(`${path}/${key}`) ? unread(value[key], `${path}/${key}`, read) : [`${path}/${key}`]);

for (const manifest of manifests) {
  const name = `${manifest.kind} ${manifest.metadata?.name}`;
  const [version, group = "core"] = manifest.apiVersion.split("/").reverse();
  const { validate } = require(join(schemas, `IoK8sApi${capital(group.split(".")[0])}${capital(version)}${manifest.kind}.js`));
  const read = new Set();
  if (!validate(watched(manifest, "", read)))
    faults.push(...validate.errors.map(error => `${name}: ${error.instancePath} ${error.keyword} ${JSON.stringify(error.params)}`));
  faults.push(...unread(manifest, "", read).map(path => `${name}: ${path} is no field of it`));
  if (manifest.kind !== "Namespace" && !manifests.some(other => other.kind === "Namespace" && other.metadata.name === manifest.metadata.namespace))
    faults.push(`${name}: its namespace is not among the manifests`);
}

const only = kind => {
  const found = manifests.filter(manifest => manifest.kind === kind);
  if (found.length !== 1) faults.push(`${found.length} of ${kind}, not one`);
  return found[0];
};
const mounted = (container, kept) => {
  for (const mount of container.volumeMounts)
    if (!kept.includes(mount.name)) faults.push(`nothing is mounted at ${mount.mountPath}`);
};

// The host: one process with its folder.
const checkHost = () => {
  const set = only("StatefulSet");
  const service = only("Service");
  if (faults.length > 0) return;
  const labels = set.spec.template.metadata.labels;
  const selects = selector => Object.entries(selector).every(([key, value]) => labels[key] === value);
  if (set.spec.replicas !== 1) faults.push("the embedded store belongs to one process, so there is one replica");
  if (set.spec.serviceName !== service.metadata.name) faults.push("the StatefulSet's service is not the Service");
  if (!selects(set.spec.selector.matchLabels)) faults.push("the StatefulSet does not select its own pods");
  if (!selects(service.spec.selector)) faults.push("the Service does not select the StatefulSet's pods");
  const { containers, volumes = [] } = set.spec.template.spec;
  const kept = [...volumes, ...(set.spec.volumeClaimTemplates ?? []).map(claim => claim.metadata)].map(volume => volume.name);
  for (const container of containers) {
    const ports = container.ports.map(port => port.name);
    for (const port of service.spec.ports)
      if (!ports.includes(port.targetPort)) faults.push(`the Service's port ${port.name} leads to no port of the container`);
    mounted(container, kept);
    const data = container.args[container.args.indexOf("--data") + 1];
    if (!container.volumeMounts.some(mount => mount.mountPath === data)) faults.push("the data folder is on no volume");
  }
};

// The separate services: each with a store, a broker and ports of its own.
const checkServices = deployment => {
  const { containers, volumes = [] } = deployment.spec.template.spec;
  const ports = containers.flatMap(container => container.ports.map(port => port.containerPort));
  if (containers.length !== 4) faults.push(`${containers.length} services, not four`);
  if (new Set(ports).size !== ports.length) faults.push("two services listen on one port");
  for (const container of containers) {
    const set = container.env.map(variable => variable.name);
    for (const required of ["LEDGER_STORE", "LEDGER_BROKER"])
      if (!set.includes(required)) faults.push(`${container.name} lacks ${required}`);
    mounted(container, volumes.map(volume => volume.name));
  }
};

const deployment = manifests.find(manifest => manifest.kind === "Deployment");
if (deployment) checkServices(deployment);
else checkHost();

if (manifests.length === 0) faults.push(`${file} holds no manifests`);
faults.forEach(fault => console.error(fault));
process.exit(faults.length === 0 ? 0 : 1);
