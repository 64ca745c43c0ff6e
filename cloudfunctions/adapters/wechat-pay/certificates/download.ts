import type { Outcome } from '../../../ports/payment-gateway';
import type { WechatPayConfig } from '../config';
import { createExchange, unknownOutcome, type VerifiedReply } from '../exchange';
import type { PlatformCertificate } from '../keys';
import type { Freshness, Signer } from '../signer';
import type { Transport } from '../transport';
import type { KeyRing } from '../trusted-keys';
import type { Verifier } from '../verifier';
import { openCertificateAnswer } from './open-answer';
import { signingMchid } from '../merchant';

/** Certificates and the answer they came in, which is kept for those who may not ask. */
export interface Downloaded {
  readonly certificates: readonly PlatformCertificate[];
  readonly signedAtMs: number;
  readonly reply: VerifiedReply;
}

/** What asking for certificates is made of. `verifier` judges the age and the headers of an answer. */
export interface DownloadParts {
  readonly config: WechatPayConfig;
  readonly ring: KeyRing;
  readonly signer: Signer;
  readonly transport: Transport;
  readonly freshness: () => Freshness;
  readonly age: Verifier;
}

const PATH = '/v3/certificates?algorithm_type=RSA';

/**
 * Makes the call for the merchant's platform certificates. It learns and keeps nothing. It ends `refused` with status
 * 404 for a merchant that only has public keys. A probe signature is answered by asking once more.
 * Source: page 4012551764.
 */
export function createCertificateDownload(parts: DownloadParts): () => Promise<Outcome<Downloaded>> {
  const { config, ring, signer, transport, freshness } = parts;
  const opening = { apiV3Key: config.apiV3Key, mchid: signingMchid(config.merchant), keys: ring };
  const verifier: Verifier = {
    verify: (headers, body) => {
      const aged = parts.age.verify(headers, body);
      if (aged.kind === 'invalid' && aged.stage !== 'serial') return aged;
      const opened = openCertificateAnswer({ headers, body: Buffer.from(body) }, opening);
      return opened.kind === 'invalid' ? opened : { kind: 'valid' };
    },
  };
  const keys = {
    // A certificate that WeChat Pay has ended must not be named: that would be refused, and nothing learnt.
    get requestSerial() {
      return config.trust.mode === 'publicKey' ? ring.requestSerial : '';
    },
    find: (serial: string) => ring.find(serial),
  };
  const exchange = createExchange({ signer, keys, verifier, transport, freshness });
  return async () => {
    const outcome = await exchange({ operation: 'query', method: 'GET', path: PATH, body: '' });
    if (outcome.kind !== 'accepted') return outcome;
    const { value: reply, ...proof } = outcome;
    const opened = openCertificateAnswer(reply, opening);
    if (opened.kind !== 'opened')
      return unknownOutcome({ operation: 'query', cause: 'malformedReply', detail: opened.reason }, proof);
    const { certificates, signedAtMs } = opened;
    return { ...proof, value: { certificates, signedAtMs, reply } };
  };
}
