import type { Service } from '../wire.js';
import { account, type World } from '../world.js';
import { verifySignature } from './sigv4.js';
import { createThrottle } from './throttle.js';

/**
 * What every call has to get past: a good signature on the control plane (the participant service ignores signatures and
 * looks at bearer tokens itself), then the rate of its operation.
 */
export function createGuard(world: World): NonNullable<Service['guard']> {
  const throttle = createThrottle(world);
  const signer = { ...account, service: 'connect' };
  return (operation, call) => {
    const now = world.now() + world.faults.knobs.clockSkewSeconds * 1000;
    if (operation.service === 'connect') verifySignature(call, signer, now);
    throttle(operation);
  };
}
