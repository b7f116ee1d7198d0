/** Made-up names and keys: they open this simulator and nothing else. */
export const account = {
  region: 'eu-central-1',
  accountId: '000000000000',
  accessKeyId: 'SIMULATORONLYACCESSKEY',
  secretAccessKey: 'this-key-opens-the-simulator-and-nothing-else',
  instanceId: '5f3c1e9a-70b4-4d0e-8a55-1c2d3e4f5a6b',
  contactFlowId: '8b7a6c5d-4e3f-4a2b-9c1d-0e9f8a7b6c5d',
  quickConnectId: '9c8b7d6e-5f40-4b3c-8d2e-1fa09b8c7d6e',
  taskTemplateId: 'ad9c8e7f-6051-4c4d-9e3f-20b1ac9d8e7f',
  phoneNumberId: 'beadf908-7162-4d5e-8f40-31c2bdae9f80',
  /** From the range that is kept free for films. */
  phoneNumber: '+493023125000',
  emailAddress: 'care@connect-simulator.example',
} as const;

/** The arn of something in the simulated instance: `arn('queue', id)`. */
export function arn(
  kind: 'contact' | 'queue' | 'contact-flow' | 'agent' | 'operating-hours' | undefined,
  id = '',
): string {
  const instance = `arn:aws:connect:${account.region}:${account.accountId}:instance/${account.instanceId}`;
  return kind === undefined ? instance : `${instance}/${kind}/${id}`;
}
