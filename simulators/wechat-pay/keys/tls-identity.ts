import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 24 * 3_600_000;

/** The longest life that every client accepts for a server's certificate. */
const LIFE_MS = 397 * DAY_MS;

/** Made anew when less than this is left. */
const RENEW_MS = 30 * DAY_MS;

/** The hosts that clients have built in, and this machine. */
const NAMES = [
  'api.mch.weixin.qq.com',
  'api2.mch.weixin.qq.com',
  'api.wechatpay.cn',
  'api2.wechatpay.cn',
  'localhost',
] as const;

/** What an HTTPS server shows, and the authority a client has to trust for it. */
export interface TlsIdentity {
  readonly key: string;
  readonly certificate: string;
  readonly authorityFile: string;
}

/**
 * Opens the HTTPS identity in `dir`, making it when it is missing or about to end. It lives in real time: TLS libraries
 * know nothing of the simulated clock. The authority's own key is thrown away, so nothing else can be signed with it.
 */
export async function openTlsIdentity(dir: string): Promise<TlsIdentity> {
  const at = (name: string): string => join(dir, name);
  mkdirSync(dir, { recursive: true });
  const madeFile = at('tls_made.json');
  if (!existsSync(madeFile) || endsMs(madeFile) - Date.now() < RENEW_MS) {
    const made = await issue(Date.now());
    writeFileSync(at('tls_key.pem'), made.key, { mode: 0o600 });
    writeFileSync(at('tls_certificate.pem'), made.certificate);
    writeFileSync(at('tls_authority.pem'), made.authority);
    // Written last, so its presence says that every file beside it is whole.
    writeFileSync(madeFile, `${JSON.stringify({ endsMs: made.endsMs })}\n`);
  }
  return {
    key: readFileSync(at('tls_key.pem'), 'utf8'),
    certificate: readFileSync(at('tls_certificate.pem'), 'utf8'),
    authorityFile: at('tls_authority.pem'),
  };
}

function endsMs(file: string): number {
  // Written by this file alone, so it has this type.
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly endsMs: number }).endsMs;
}

interface Issued {
  readonly key: string;
  readonly certificate: string;
  readonly authority: string;
  readonly endsMs: number;
}

async function issue(nowMs: number): Promise<Issued> {
  const { subtle } = webcrypto;
  const [authorityKeys, serverKeys] = await Promise.all([
    subtle.generateKey(ALGORITHM, true, ['sign', 'verify']),
    subtle.generateKey(ALGORITHM, true, ['sign', 'verify']),
  ]);
  const notBefore = new Date(nowMs - DAY_MS);
  const notAfter = new Date(nowMs - DAY_MS + LIFE_MS);
  const shared = { notBefore, notAfter, signingAlgorithm: ALGORITHM };
  const name = 'CN=WeChat Pay simulator of this machine';
  const authority = await X509CertificateGenerator.createSelfSigned(
    {
      ...shared,
      name,
      keys: authorityKeys,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      ],
    },
    webcrypto,
  );
  const server = await X509CertificateGenerator.create(
    {
      ...shared,
      issuer: name,
      subject: `CN=${NAMES[0]}`,
      publicKey: serverKeys.publicKey,
      signingKey: authorityKeys.privateKey,
      extensions: [
        new SubjectAlternativeNameExtension([
          ...NAMES.map((value) => ({ type: 'dns' as const, value })),
          { type: 'ip', value: '127.0.0.1' },
        ]),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      ],
    },
    webcrypto,
  );
  const key = Buffer.from(await subtle.exportKey('pkcs8', serverKeys.privateKey)).toString('base64');
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${key.replace(/(.{64})/g, '$1\n').trimEnd()}\n-----END PRIVATE KEY-----\n`,
    certificate: `${server.toString('pem')}\n`,
    authority: `${authority.toString('pem')}\n`,
    endsMs: notAfter.getTime(),
  };
}
