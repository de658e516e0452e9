import sharp from 'sharp'

/** Mean structural similarity of the luma of two pictures of one size, over windows of 8 x 8 every 4 pixels; 1 if they are equal (Wang et al., 2004). */
export async function ssim(one: Uint8Array, other: Uint8Array): Promise<number> {
  const [a, b] = await Promise.all([lumaOf(one), lumaOf(other)])
  let total = 0
  let windows = 0
  for (let top = 0; top + SIDE <= a.height; top += SIDE / 2) {
    for (let left = 0; left + SIDE <= a.width; left += SIDE / 2) {
      total += windowSsim(a, b.data, top * a.width + left)
      windows += 1
    }
  }
  return total / windows
}

const SIDE = 8
const C1 = (0.01 * 255) ** 2
const C2 = (0.03 * 255) ** 2

interface Luma {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

async function lumaOf(picture: Uint8Array): Promise<Luma> {
  const { data, info } = await sharp(picture).toColourspace('b-w').extractChannel(0).raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

function windowSsim({ data: a, width }: Luma, b: Uint8Array, start: number): number {
  const count = SIDE * SIDE
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0]
  for (let at = 0; at < count; at += 1) {
    const place = start + Math.floor(at / SIDE) * width + (at % SIDE)
    const [x, y] = [a[place] ?? 0, b[place] ?? 0]
    sumA += x
    sumB += y
    squaresA += x * x
    squaresB += y * y
    products += x * y
  }
  const [meanA, meanB] = [sumA / count, sumB / count]
  const [varianceA, varianceB] = [squaresA / count - meanA ** 2, squaresB / count - meanB ** 2]
  const covariance = products / count - meanA * meanB
  return ((2 * meanA * meanB + C1) * (2 * covariance + C2)) / ((meanA ** 2 + meanB ** 2 + C1) * (varianceA + varianceB + C2))
}
