#pragma once

/**
 * The three names of ankerl::unordered_dense that mediasoup-worker uses, on the standard containers.
 * Standard ones are slower to walk, but keep iterators and references valid at least as long.
 */

#include <cstddef>
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <unordered_set>

namespace ankerl::unordered_dense
{
	/**
	 * std::hash of an integer is the integer itself. The worker combines such hashes (addresses and
	 * ports into one key) and expects well mixed ones, so the 64-bit finaliser of MurmurHash3 follows.
	 */
	template<typename T>
	struct hash
	{
		size_t operator()(const T& value) const noexcept
		{
			auto bits = static_cast<uint64_t>(std::hash<T>{}(value));

			bits ^= bits >> 33;
			bits *= 0xff51afd7ed558ccdULL;
			bits ^= bits >> 33;
			bits *= 0xc4ceb9fe1a85ec53ULL;
			bits ^= bits >> 33;

			return static_cast<size_t>(bits);
		}
	};

	template<typename Key, typename Value, typename Hash = hash<Key>, typename Equal = std::equal_to<Key>>
	using map = std::unordered_map<Key, Value, Hash, Equal>;

	template<typename Key, typename Hash = hash<Key>, typename Equal = std::equal_to<Key>>
	using set = std::unordered_set<Key, Hash, Equal>;
} // namespace ankerl::unordered_dense
