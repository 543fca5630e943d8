// Core. The digest of a receipt: what its QR code says and the audit log keeps.
import { createHash } from 'node:crypto';
import { type Receipt, receiptText } from '../../shared/domain/receipt.ts';

/** SHA-256 of the receipt's canonical text in UTF-8, in hexadecimal. */
export const receiptDigest = (receipt: Receipt): string =>
  createHash('sha256').update(receiptText(receipt)).digest('hex');
