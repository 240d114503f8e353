#include <stddef.h>
#include <stdint.h>

uint32_t checksum(const unsigned char *data, size_t size);

/* CRC-32, a bit at a time */
uint32_t
checksum(const unsigned char *data, size_t size)
{
	uint32_t crc = 0xffffffff;
	size_t i;
	int bit;

	for (i = 0; i < size; i++) {
		crc ^= data[i];
		for (bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc;
}
