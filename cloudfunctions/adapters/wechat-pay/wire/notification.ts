import { isObject, isWord, malformed, type Read } from './read';

const ASCII = /^[\x20-\x7e]*$/;

/** The envelope of a notification. `associated_data` is empty where it was absent. */
export interface WireNotification {
  readonly id: string;
  readonly event_type: string;
  readonly resource: {
    readonly algorithm: 'AEAD_AES_256_GCM';
    readonly ciphertext: string;
    readonly nonce: string;
    readonly associated_data: string;
  };
}

/** Reads the envelope of a notification, whose signature the caller has already checked. */
export function readNotification(value: unknown): Read<WireNotification> {
  if (!isObject(value)) return malformed('not an object');
  const { id, event_type, resource } = value;
  if (!isWord(id)) return malformed('id');
  if (!isWord(event_type)) return malformed('event_type');
  if (!isObject(resource)) return malformed('resource');
  const { algorithm, ciphertext, nonce } = resource;
  if (algorithm !== 'AEAD_AES_256_GCM') return malformed('resource.algorithm');
  if (typeof ciphertext !== 'string') return malformed('resource.ciphertext');
  if (typeof nonce !== 'string') return malformed('resource.nonce');
  const associated_data = resource['associated_data'] ?? '';
  if (typeof associated_data !== 'string' || !ASCII.test(associated_data))
    return malformed('resource.associated_data');
  return {
    kind: 'read',
    value: { id, event_type, resource: { algorithm, ciphertext, nonce, associated_data } },
  };
}
