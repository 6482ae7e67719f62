"""Organisers with their teachers, courses with their versions, chapters and lessons."""

from training.courses.models.courses import (
    DRAFT,
    LIVE,
    Chapter,
    Course,
    CourseVersion,
    FileRole,
    Lesson,
    LessonFile,
    LessonKind,
    Level,
    Prerequisite,
    Subject,
    VersionStatus,
)
from training.courses.models.organisers import Organiser, Teacher

__all__ = [
    "DRAFT",
    "LIVE",
    "Chapter",
    "Course",
    "CourseVersion",
    "FileRole",
    "Lesson",
    "LessonFile",
    "LessonKind",
    "Level",
    "Organiser",
    "Prerequisite",
    "Subject",
    "Teacher",
    "VersionStatus",
]
