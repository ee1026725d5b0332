/** An envelope around many parts: one fresh data key, wrapped for a recipient whose private key is elsewhere; each part has its own key and a name that tells nothing. */
import { randomBytes } from 'node:crypto';
import type { Transform } from 'node:stream';
import { z } from 'zod';
import { trustErrors } from '../../errors.ts';
import { decrypt, encrypt, type KeyPair } from '../../proof/sm2.ts';
import { boxKeySize, hmacSm3 } from '../cipher/sealed-box.ts';
import { openStream, sealStream } from './chunk-stream.ts';
import { recipientMark } from './recipient-key.ts';

const suite = 'SM2 SM4-CTR HMAC-SM3';

/** Readable by anybody: whose key opens it, and the data key in his box. */
const Head = z.strictObject({
  envelope: z.literal(1),
  suite: z.literal(suite),
  recipient: z.string().regex(/^[0-9a-f]{32}$/),
  key: z.base64().max(400),
});

export interface Envelope {
  /** One line. All other keys come from it too, so that no other head fits the parts. */
  readonly head: string;
  /** Where a part is to lie, in place of its own name. */
  hide(name: string): string;
  seal(name: string): Transform;
  open(name: string): Transform;
}

function envelopeOf(head: string, dataKey: Uint8Array): Envelope {
  const root = hmacSm3(dataKey, Buffer.from(head, 'utf8'));
  const derive = (use: string, name: string) => hmacSm3(root, Buffer.from(`${use}\0${name}`, 'utf8'));
  return {
    head,
    hide(name) {
      const hidden = derive('name', name).toString('hex');
      return `parts/${hidden.slice(0, 2)}/${hidden}`;
    },
    seal: (name) => sealStream(derive('part', name)),
    open: (name) => openStream(derive('part', name), name),
  };
}

export function makeEnvelope(publicKey: Uint8Array): Envelope {
  const dataKey = randomBytes(boxKeySize);
  const head: z.infer<typeof Head> = {
    envelope: 1,
    suite,
    recipient: recipientMark(publicKey),
    key: Buffer.from(encrypt(publicKey, dataKey)).toString('base64'),
  };
  return envelopeOf(JSON.stringify(head), dataKey);
}

function readHead(text: string): z.infer<typeof Head> {
  try {
    return Head.parse(JSON.parse(text));
  } catch {
    throw trustErrors.envelopeForm();
  }
}

/** Throws trust.otherRecipient when it was closed for another key, trust.envelopeForm or trust.wrongKey when the head was changed. */
export function openEnvelope(head: string, { publicKey, privateKey }: KeyPair): Envelope {
  const { recipient, key } = readHead(head);
  const mine = recipientMark(publicKey);
  if (recipient !== mine) throw trustErrors.otherRecipient({ recipient, mine });
  const dataKey = decrypt(privateKey, Buffer.from(key, 'base64'));
  if (dataKey.length !== boxKeySize) throw trustErrors.wrongKey();
  return envelopeOf(head, dataKey);
}
