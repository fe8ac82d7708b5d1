// Answers IAM questions by @cloud-copilot/iam-simulate: a JSON line in, a JSON line out.
//
//   node iam_simulator.mjs NODE_MODULES
//
// In: {policies: {resource?, identity?, boundary?, scp?}, requests: [[principal, action, resource,
// context]]}, where resource is a document and the others are lists of them.
// Where service control policies are asked, an administrator does.
// Out: {refused: [message], allowed: [bool]}. `refused` is what the validator says of documents
// that AWS does not take; they are not simulated.

import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const require = createRequire(join(process.argv[2], '/'))
const { runUnsafeSimulation } = require('@cloud-copilot/iam-simulate')
const validators = require('@cloud-copilot/iam-policy')

const ACCOUNT = '111122223333'
const EVERYTHING = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
}

// The simulator crashes on a policy without metadata, and takes it from what is validated.
const validated = (document, kind, name) =>
  validators.createValidatedPolicy(document, validators[`validate${kind}Policy`], { name })

const named = (documents, kind) =>
  (documents ?? []).map((document, index) => ({
    name: `${kind}${index}`,
    policy: validated(document, kind, `${kind}${index}`),
  }))

function answer({ policies, requests }) {
  const resource =
    policies.resource && validated(policies.resource, 'Resource', 'resource')
  const identity = named(policies.scp ? [EVERYTHING] : policies.identity, 'Identity')
  const boundary = policies.boundary && named(policies.boundary, 'Identity')
  const scps = named(policies.scp, 'ServiceControl')
  const all = [resource, ...[identity, boundary ?? [], scps].flat().map((each) => each.policy)]
  const refused = all.flatMap((each) => each?.errors ?? []).map((error) => error.message)
  const levels = [{ name: 'FullAWSAccess', policy: validated(EVERYTHING, 'ServiceControl', 'full') }]
  const simulated = ([principal, action, of, contextVariables]) =>
    runUnsafeSimulation(
      {
        identityPolicies: identity,
        serviceControlPolicies: scps.length
          ? [{ orgIdentifier: 'r-root', policies: [...levels, ...scps] }]
          : [],
        resourceControlPolicies: [],
        resourcePolicy: resource,
        permissionBoundaryPolicies: boundary,
        request: {
          principal,
          action,
          resource: { resource: of, accountId: ACCOUNT },
          contextVariables,
        },
      },
      {},
    ) === 'Allowed'
  return { refused, allowed: refused.length ? [] : requests.map(simulated) }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + '\n')
}
