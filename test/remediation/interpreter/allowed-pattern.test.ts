import { describe, expect, it } from 'vitest';
import { fitsPattern } from './allowed-pattern.ts';

describe('allowedPattern', () => {
  it.each([
    ['^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$', 'arn:aws-cn:iam::111122223333:role/path/name', true],
    ['^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$', 'arn:aws:iam::1111:role/name', false],
    ['^$|^[0-9]{12}$', '', true],
    ['^(?i:aes256|AWS:KMS)$', 'aws:kms', true],
    ['^(?i:aes256|AWS:KMS)$', 'AES256', true],
    ['^(?i:aws(?:kms|[a-c]))!x$', 'AWSKMS!x', true],
    ['^(?i:aws(?:kms|[a-c]))!x$', 'AWSB!x', true],
    ['^(?i:aws(?:kms|[a-c]))!x$', 'awskms!X', false],
    ['(?i)^true|false$', 'TRUE', true],
    [String.raw`\A[\w.\-]{1,3}\z`, 'a-b', true],
    [String.raw`^[^\]]+$`, 'a]b', false],
  ])('%s of %s', (pattern, value, fits) => {
    expect(fitsPattern(value, pattern)).toBe(fits);
  });

  it.each([
    '^(?!x).*$',
    '^(?<=x)y$',
    '^(?<name>x)$',
    String.raw`^(x)\1$`,
    '^x*+$',
    '^(?>x)$',
    '[[:alpha:]]',
    '[a-z&&[^b]]',
    String.raw`^\p{L}$`,
    String.raw`\Qx\E`,
    '^(x$',
    '^x)$',
    '^(?i:x$',
    '^x{$',
    '^[]a]+$',
  ])('refuses %s', (pattern) => {
    expect(() => fitsPattern('x', pattern)).toThrow(/pattern '/);
  });

  it('refuses to choose between a part and the whole', () => {
    expect(() => fitsPattern('xay', 'a')).toThrow("pattern 'a' matches a part of 'xay' only; write it from ^ to $");
    expect(fitsPattern('a', 'a')).toBe(true);
    expect(fitsPattern('b', 'a')).toBe(false);
  });
});
