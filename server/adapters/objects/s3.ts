import type { ObjectStore } from '../../ports/objects.ts'
import { requireObjectName } from './name.ts'
import type { S3Bucket } from './s3-bucket.ts'
import { findObject, openObject } from './s3-read.ts'
import { type S3Access, type S3Timing, s3Sender } from './s3-request.ts'
import { deleteObject, putObject, receiveObject } from './s3-write.ts'

/** A bucket, and what of it is ours. */
export interface S3Options extends S3Access {
  /** Stands before every name: '' or a path that ends with a slash. */
  readonly prefix: string
  /** What differs from `PATIENT`. */
  readonly timing?: Partial<S3Timing>
}

/** Four attempts within 20 s: a store that restarts is waited for, one that is gone is not. */
const PATIENT: S3Timing = { attempts: 4, backoffMs: 200, totalMs: 20_000, attemptMs: 5000, stallMs: 10_000 }

/** The objects of a bucket with S3's interface, below a prefix. */
export function s3Objects({ prefix, timing: changes, ...access }: S3Options): ObjectStore {
  const timing = { ...PATIENT, ...changes }
  const bucket: S3Bucket = { ...s3Sender(access, timing), timing, pathOf: (name) => prefix + requireObjectName(name) }
  return {
    place: bucket.place,
    find: (name, signal) => findObject(bucket, name, signal),
    open: (name, options = {}) => openObject(bucket, name, options),
    put: (name, bytes) => putObject(bucket, name, bytes),
    receive: (name, arriving) => receiveObject(bucket, name, arriving),
    delete: (name) => deleteObject(bucket, name),
  }
}
