import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface DurableWrite {
  readonly bytes: Uint8Array
  /** Where the bytes are written first; on the same file system as `path`. */
  readonly temporary: string
  readonly path: string
  /** An existing folder above `path`; folders made below it are synced too. */
  readonly root: string
}

/** Afterwards the whole file stands at `path` and outlives a power cut: written aside, synced, renamed, its folders synced (D3). */
export async function writeDurably({ bytes, temporary, path, root }: DurableWrite): Promise<void> {
  const firstMade = await mkdir(dirname(path), { recursive: true })
  try {
    await writeAndSync(temporary, bytes)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncMade({ path, root, firstMade })
}

/** Afterwards a file that was synced before stands at `path` for good, whatever stood there. */
export async function moveDurably({ temporary, path, root }: Omit<DurableWrite, 'bytes'>): Promise<void> {
  const firstMade = await mkdir(dirname(path), { recursive: true })
  await rename(temporary, path)
  await syncMade({ path, root, firstMade })
}

/**
 * Afterwards the folder is there; if it was not, it outlives a power cut, as do those that were made above it.
 *
 * @param path  Absolute.
 * @param mode  Of what is made; a folder that is there keeps its own.
 */
export async function makeFolderDurably(path: string, mode: number): Promise<void> {
  const firstMade = await makeFolders(path, mode)
  if (firstMade !== undefined) await syncFolders(foldersUpTo(dirname(firstMade), dirname(path)))
}

/**
 * What `mkdir` does with `recursive`; but Node's tries for ever in a folder that takes none, such as `/proc`.
 *
 * @returns The topmost folder that was made, if any was.
 */
async function makeFolders(path: string, mode: number): Promise<string | undefined> {
  const parent = dirname(path)
  const firstMade = (await isThere(parent)) ? undefined : await makeFolders(parent, mode)
  try {
    await mkdir(path, { mode })
    return firstMade ?? path
  } catch (error) {
    // It was there, or somebody else has made it meanwhile.
    if (await isThere(path, 'folder')) return firstMade
    throw error
  }
}

async function isThere(path: string, kind: 'anything' | 'folder' = 'anything'): Promise<boolean> {
  return await stat(path).then(
    (facts) => kind === 'anything' || facts.isDirectory(),
    () => false,
  )
}

async function syncMade({ path, root, firstMade }: Pick<DurableWrite, 'path' | 'root'> & { firstMade: string | undefined }): Promise<void> {
  const folder = dirname(path)
  await syncFolders(firstMade === undefined ? [folder] : foldersUpTo(root, folder))
}

/** Makes the entries of these folders durable. */
export async function syncFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders) await syncFolder(folder)
}

async function writeAndSync(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx')
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function foldersUpTo(root: string, folder: string): readonly string[] {
  return folder === root || folder === dirname(folder) ? [folder] : [folder, ...foldersUpTo(root, dirname(folder))]
}

async function syncFolder(folder: string): Promise<void> {
  // Windows has no handle of a folder that could be synced; NTFS journals the rename itself.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
