import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { demoProducts } from './demo-show.ts'
import { productPictures } from './products.ts'

const folder = new URL('../../apps/control-room/static/products/', import.meta.url)

test('DM10 every demo product has its picture, and the pictures kept are those drawn here', () => {
  const pictures = productPictures()
  const names = pictures.map(({ name }) => `${name}.svg`).toSorted()
  expect(readdirSync(folder).toSorted()).toEqual(names)
  expect(names).toEqual(demoProducts.map(({ sku }) => `${sku}.svg`).toSorted())
  for (const { name, svg } of pictures) {
    expect(readFileSync(new URL(`${name}.svg`, folder), 'utf8')).toBe(svg)
    // A picture on a page cannot load a font.
    expect(svg).not.toContain('<text')
  }
})
