"""Finding things by Chinese words, pinyin and initials."""
