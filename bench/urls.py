from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from bench.models import BareRow


class BareSerializer(serializers.Serializer[BareRow]):
    venue = serializers.IntegerField()
    what_happened = serializers.CharField()


class Bare(APIView):
    """Session authentication, a serializer, one INSERT: what Django REST framework costs at the least."""

    authentication_classes = (SessionAuthentication,)
    permission_classes = (IsAuthenticated,)

    def post(self, request: Request) -> Response:
        serializer = BareSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        row = BareRow._default_manager.create(
            venue=serializer.validated_data["venue"], text=serializer.validated_data["what_happened"]
        )
        return Response({"id": row.pk}, status=201)


def piece(request: HttpRequest) -> HttpResponse:
    """Takes the bytes and keeps one number of them."""
    BareRow._default_manager.create(venue=len(request.body), text="")
    return HttpResponse(status=201)


urlpatterns = [path("bare/", Bare.as_view()), path("bare/piece/", csrf_exempt(piece)), path("", include("encore.urls"))]
